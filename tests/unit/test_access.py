"""Signing in, from the database's side: who a token names, how long it opens anything, and that its end is the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL, text
from support import clinics
from support.clinics import Clinic

from backcare.clinic import access
from backcare.clinic.access import SignIn, admit, end_sign_in, sign_in_of
from backcare.errors import SignedOut

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CLAIMS = {"iss": "https://id.example.org", "sub": "1", "iat": int(NOW.timestamp()), "nonce": "n", "is_logged_in": True}


@pytest.fixture(scope="module")
def clinic(postgresql: Callable[[], URL]) -> Clinic:
    return clinics.make(postgresql)


def lines(clinic: Clinic, person: str) -> list[str]:
    with clinic.seen_by_superuser() as superuser:
        query = text("SELECT what FROM audit WHERE person = :who AND who = :who ORDER BY at")
        return list(superuser.scalars(query, {"who": person}))


# Who


def test_the_person_is_the_issuer_and_the_subject_and_nothing_else():
    person = sign_in_of(CLAIMS).person
    assert sign_in_of(CLAIMS | {"email": "other@example.org", "name": "B", "iat": 0, "nonce": "m"}).person == person
    assert sign_in_of(CLAIMS | {"sub": "2"}).person != person
    assert sign_in_of(CLAIMS | {"iss": "https://other.example.org"}).person != person


def test_the_parts_of_a_persons_key_cannot_run_into_each_other():
    assert (
        sign_in_of(CLAIMS | {"iss": "a", "sub": "bc"}).person != sign_in_of(CLAIMS | {"iss": "ab", "sub": "c"}).person
    )
    with pytest.raises(SignedOut):
        sign_in_of(CLAIMS | {"iss": "a", "sub": "b\0c"})


def test_the_persons_key_tells_nothing_about_them():
    person = sign_in_of(CLAIMS | {"sub": "someone@example.org"}).person
    assert len(person) == 64
    assert set(person) <= set("0123456789abcdef")


def test_two_tokens_of_one_person_are_told_apart_and_one_is_itself():
    first, again = sign_in_of(CLAIMS), sign_in_of(dict(reversed(CLAIMS.items())) | {"tokens": {"id": "secret"}})
    assert first == again
    assert sign_in_of(CLAIMS | {"nonce": "other"}).token != first.token


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": None}, {"iss": ""}, {"iss": 7}, {"sub": None}, {"sub": ""}, {"sub": ["1"]}, {"iat": None},
        {"iat": "now"}, {"iat": True}, {"iat": float("nan")}, {"iat": 1e300}, {"iat": float("inf")},
    ],
)  # fmt: skip
def test_a_token_without_issuer_subject_or_time_is_refused(wrong):
    with pytest.raises(SignedOut, match="does not say who you are"):
        sign_in_of(CLAIMS | wrong)


# For how long


def one(person: str, token: str = "one", issued: datetime = NOW) -> SignIn:
    return SignIn(person, token, issued)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=11, minutes=59)])
def test_a_sign_in_holds_for_less_than_twelve_hours(logs, later):
    admit(logs.engine, one(f"a{later}"), NOW + later)


@pytest.mark.parametrize("later", [timedelta(hours=12), timedelta(days=29), timedelta(minutes=-6)])
def test_a_token_that_is_too_old_or_from_the_future_is_refused(logs, clinic, later):
    with pytest.raises(SignedOut, match="has ended"):
        admit(logs.engine, one(f"b{later}"), NOW + later)
    assert lines(clinic, f"b{later}") == []


def test_using_a_sign_in_does_not_make_it_last_longer(logs):
    for hours in range(12):
        admit(logs.engine, one("c"), NOW + timedelta(hours=hours))
    with pytest.raises(SignedOut):
        admit(logs.engine, one("c"), NOW + timedelta(hours=12))


# Its end


def test_after_signing_out_the_token_opens_nothing_in_any_process(logs, clinic):
    elsewhere = clinic.logs()
    admit(logs.engine, one("d"), NOW)
    admit(elsewhere.engine, one("d"), NOW)
    end_sign_in(logs.engine, one("d"), now=NOW)
    for opened in (logs, elsewhere):
        for later in (timedelta(0), timedelta(hours=11)):
            with pytest.raises(SignedOut, match="has ended"):
                admit(opened.engine, one("d"), NOW + later)
    elsewhere.engine.dispose()


def test_a_token_that_was_ended_before_it_was_ever_used_stays_ended(logs):
    end_sign_in(logs.engine, one("e"), now=NOW)
    with pytest.raises(SignedOut):
        admit(logs.engine, one("e"), NOW)


def test_signing_out_on_one_device_leaves_the_other_and_everywhere_means_everywhere(logs):
    phone, desk, other = one("f", "phone"), one("f", "desk"), one("g", "phone")
    for shown in (phone, desk, other):
        admit(logs.engine, shown, NOW)
    end_sign_in(logs.engine, phone, now=NOW)
    admit(logs.engine, desk, NOW)
    end_sign_in(logs.engine, phone, everywhere=True, now=NOW)
    with pytest.raises(SignedOut):
        admit(logs.engine, desk, NOW)
    admit(logs.engine, other, NOW)
    admit(logs.engine, one("f", "a new one"), NOW)


def test_an_ended_token_stays_ended_when_its_person_is_erased(logs):
    admit(logs.engine, one("h"), NOW)
    end_sign_in(logs.engine, one("h"), now=NOW)
    logs.of("h").erase()
    with pytest.raises(SignedOut):
        admit(logs.engine, one("h"), NOW)


def test_what_can_no_longer_be_shown_is_not_kept(logs, clinic):
    for day in range(5):
        at = NOW + timedelta(days=day)
        admit(logs.engine, one("i", f"token {day}", at), at)
    assert clinic.count("sign_in", "person = 'i'") == 1


# The audit trail


def test_each_sign_in_is_written_down_once_and_so_is_its_end(logs, clinic):
    for _ in range(3):
        admit(logs.engine, one("j"), NOW)
    end_sign_in(logs.engine, one("j"), now=NOW + timedelta(hours=1))
    admit(logs.engine, one("j", "two"), NOW + timedelta(hours=2))
    assert lines(clinic, "j") == ["sign in", "sign out", "sign in"]


def test_the_trail_outlives_an_erased_log(logs, clinic):
    store = logs.of("k")
    access.trail(logs.engine, "k", "k", "erase")
    store.erase()
    assert lines(clinic, "k") == ["erase"]
