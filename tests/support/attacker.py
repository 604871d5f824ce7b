"""An attacker who is signed in, and every way to another person's log; for ``test_access_to_other_people``."""

import io
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

import backcare
from backcare.clinic import access
from backcare.domain import Contact, Settings, SignsAnswer, SignsCheck, Slot, Whom
from backcare.exchange import export_log, import_log
from backcare.log.changes import Change
from backcare.store import Logs, LogStore, LogVersion, history, log_rows
from backcare.store import engine as database
from backcare.store.tables import LOG_TABLES
from support.clinics import Clinic
from support.fields import fields
from support.logs import entry, session

ISSUER = "https://id.example.org"
MAIN = Path(backcare.__file__).parent / "server" / "main.py"
VICTIMS = [f"victim-{n}" for n in range(4)]


def claims(subject: Any, **more: Any) -> dict[str, Any]:
    return {"iss": ISSUER, "sub": subject, "iat": int(datetime.now(UTC).timestamp()), "nonce": subject, **more}


def id_of(subject: str) -> str:
    return access.sign_in_of(claims(subject)).person


class Attacker:
    """Somebody who is signed in, and the ways in that they try."""

    def __init__(self, clinic: Clinic, logs: Logs, seed: int) -> None:
        self.clinic, self.logs, self.random = clinic, logs, random.Random(seed)
        self.mine = logs.of(id_of("attacker"))

    def victim(self) -> str:
        return id_of(self.random.choice(VICTIMS))

    def forged(self) -> LogStore:
        """The attacker's store, told another name after it was opened."""
        store = self.logs.of(self.mine.person)
        store.person = self.random.choice([self.victim(), f"{self.victim()}' OR '1'='1", "%", "' OR true --", "\\"])
        return store

    def store_with_a_forged_person(self) -> object:
        store, rng = self.forged(), self.random
        return rng.choice(
            [
                store.read_log, store.read_log, store.history, store.version, store.first_and_last_day,
                store.check,
                lambda: store.earliest_change(LogVersion(rng.randrange(9))),
                lambda: store.record_session(session(rng.randrange(1, 9), note="attack")),
                lambda: store.record_day(entry(rng.randrange(1, 9), rng.randrange(11))),
                lambda: store.delete_day(entry(1).day),
                lambda: store.delete_session(session(1).day, Slot.MORNING),
                lambda: store.record_settings(Settings(few_days=7)),
                lambda: store.record_contact(Contact(entry(rng.randrange(1, 9)).day, Whom.GP, "attack")),
                lambda: store.record_signs(SignsCheck(entry(rng.randrange(1, 9)).day, SignsAnswer.APPLIES)),
                store.erase,
            ]
        )()  # fmt: skip

    def rows_in_an_own_transaction(self) -> object:
        rng, whose = self.random, self.victim()
        table = rng.choice(list(LOG_TABLES))
        writes = rng.random() < 0.5
        with (database.writing if writes else database.reading)(self.mine.engine) as connection:
            if not writes:
                return log_rows.read_rows(connection, whose, table), history.read_steps(connection, whose, 50)
            change = Change("days", (entry(1).day,), rng.choice([None, (3, None, None, None, None, "")]), None)
            log_rows.write(connection, whose, [change if rng.random() < 0.5 else change.inverse()])
            return history.changes_of(connection, whose, rng.randrange(1, 9))

    def another_step_number(self) -> object:
        return self.mine.undo(self.random.randrange(-2, 40))

    def an_import(self) -> object:
        rng, whose = self.random, self.victim()
        note = rng.choice([f"'); SELECT set_config('backcare.person', '{whose}', false); --", "x", whose])
        day = entry(rng.randrange(1, 20)).day.isoformat()
        files = {
            "days.csv": f'day,pain,pain_worst,change,walk_minutes,activity,note\n{day},3,,,,,"{note}"\n',
            rng.choice(["person.csv", f"{whose}/days.csv", "../days.csv", "step.csv"]): f"person,day\n{whose},{day}\n",
        }
        if rng.random() < 0.5:
            files["days.csv"] = f"person,{files['days.csv'].replace(day, f'{whose},{day}')}"
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in list(files.items())[: rng.randrange(1, 3)]:
                archive.writestr(name, content)
        result = import_log(self.mine, target.getvalue())
        return result, export_log(self.mine.read_log())

    def a_token_of_somebody_else(self) -> object:
        """What a browser could make of its own sign-in, or of one that has ended or is long over."""
        rng, subject = self.random, rng_choice(self.random, VICTIMS)
        now = int(datetime.now(UTC).timestamp())
        made = rng.choice(
            [
                claims("attacker", email=f"{subject}@example.org", name=subject, preferred_username=subject),
                claims("attacker", person=id_of(subject), id=id_of(subject), who=subject),
                claims(subject, iss=f"{ISSUER}/"), claims(subject, iss=ISSUER.upper()), claims(f"{subject} "),
                claims(subject.upper()), claims([subject]), claims({"sub": subject}), claims(subject, iss=None),
                claims(f"\0{subject}"), claims(subject, iss="", sub=f"{ISSUER}\0{subject}"),
                claims(subject, iat=now - 60 * 60 * 12 - rng.randrange(10**6)), claims(subject, iat=now + 10**6),
                ENDED[subject],
            ]
        )  # fmt: skip
        shown = access.sign_in_of(made)
        access.admit(self.logs.engine, shown)
        return self.logs.of(shown.person).read_log(), self.logs.of(shown.person).history()

    def a_page(self) -> object:
        """The attacker's own sign-in, with whatever a browser can put into the address, the cookies and the state."""
        rng, whose = self.random, self.victim()
        page = AppTest.from_file(str(MAIN), default_timeout=30)
        page.user = {"is_logged_in": True, **claims("attacker", email=rng.choice(VICTIMS))}
        page.context = {"timezone": "Europe/London"}
        for name in rng.sample(["person", "who", "backcare.person", "sub", "user", "day", "slot", "at"], 3):
            page.query_params[name] = rng.choice([whose, rng.choice(VICTIMS), "2026-01-01"])
        for name in rng.sample(["person", "people", "visited", "person-switch"], 1):
            page.session_state[name] = whose
        page.run()
        if rng.random() < 0.7:
            page.switch_page(f"../../pages/{rng.choice(['log', 'progress', 'records', 'settings'])}.py").run()
        parts = [
            *page.title,
            *page.info,
            *page.markdown,
            *page.text,
            *page.caption,
            *page.text_input,
            *page.error,
        ]
        typed = [str(each.value) for each in fields(page)]
        return [*[str(part.value) for part in parts], *typed], [str(frame.value) for frame in page.dataframe]


def rng_choice(rng: random.Random, among: list[str]) -> str:
    return among[rng.randrange(len(among))]


ENDED: dict[str, dict[str, Any]] = {}
ATTEMPTS = (
    Attacker.store_with_a_forged_person,
    Attacker.rows_in_an_own_transaction,
    Attacker.another_step_number,
    Attacker.an_import,
    Attacker.a_token_of_somebody_else,
)
