"""Records that are the person's own, in a real browser: copies out and in, backups and the way back, erasing."""

import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from support.browsing import go, reload, unfold
from support.clock import today
from support.entries import answer_signs
from support.serving import Server
from support.shifted import shifted_zip

from backcare.domain import ExerciseSet, Felt, Session, Slot
from backcare.exchange import export_log, import_log
from backcare.store.people import Person, change_person

pytestmark = pytest.mark.fresh


def fill(server: Server) -> None:
    store = server.store()
    answer_signs(store)
    assert not import_log(store, shifted_zip("flare", date(2026, 3, 31), today()), today=today()).problems


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_everything_can_be_taken_away_as_files(visit, server):
    fill(server)
    page = visit("/records")
    assert downloaded(page, "Export (CSV)") == export_log(server.store().read_log())
    assert json.loads(downloaded(page, "Export (FHIR)"))["resourceType"] == "Bundle"
    report = PdfReader(io.BytesIO(downloaded(page, "Page to take along (PDF)")))
    assert len(report.pages) == 1
    assert "Not improved" in report.pages[0].extract_text()
    assert len(PdfReader(io.BytesIO(downloaded(page, "Print: the programme"))).pages) == 2
    assert len(PdfReader(io.BytesIO(downloaded(page, "Print: an empty diary"))).pages) == 1
    go(page, server.url + "/settings")
    calendar = Calendar.from_ical(downloaded(page, "Download the reminders"))
    assert len(calendar.walk("VEVENT")) == 4


def test_the_export_for_a_clinic_bears_the_persons_name(visit, server):
    change_person(server.store().engine, Person("me", "Person A", "green"))
    bundle = json.loads(downloaded(visit("/records"), "Export (FHIR)"))
    assert bundle["entry"][0]["resource"]["name"] == [{"text": "Person A"}]


def test_the_reminders_are_in_the_time_zone_of_the_browser(visit):
    page = visit("/settings", timezone_id="Pacific/Auckland")
    calendar = Calendar.from_ical(downloaded(page, "Download the reminders"))
    assert calendar["X-WR-TIMEZONE"] == "Pacific/Auckland"


def test_an_import_is_previewed_done_and_undone_as_one_step(visit, server, tmp_path):
    page = visit("/records")
    bad = tmp_path / "days.csv"
    bad.write_text(
        "day,pain,pain_worst,change,walk_minutes,activity,note\r\n2026-03-02,11,,,,,\r\n2026-02-30,5,,,,,\r\n"
    )
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(bad)
    expect(page.get_by_text("2 problems in this file. Nothing was imported.")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    good = tmp_path / "log.zip"
    good.write_bytes(shifted_zip("improving", date(2026, 4, 1), today()))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(good)
    expect(page.get_by_text(re.compile(r"New: \d+\. Changed: 0\. Already the same: 0\."))).to_be_visible()
    assert server.store().read_log().is_empty
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported.")).to_be_visible()
    assert not server.store().read_log().is_empty
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    assert server.store().read_log().is_empty


def test_an_import_that_lifts_a_stop_says_so_first(visit, server, tmp_path):
    yesterday = today() - timedelta(days=1)
    server.store().record_session(Session(yesterday, Slot.EVENING, (ExerciseSet("back-bends", 5, Felt.WORSE),)))
    page = visit("/records")
    settled = tmp_path / "resumptions.csv"
    settled.write_text(f"day,exercise\r\n{today()},back-bends\r\n")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(settled)
    expect(page.get_by_text("This lifts the stop of back bends.")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported.")).to_be_visible()
    assert len(server.store().read_log().resumptions) == 1


def test_a_backup_is_made_restored_and_the_restore_taken_back(visit, server):
    fill(server)
    page = visit("/records")
    page.get_by_role("button", name="Back up now").click()
    expect(page.get_by_text("The backup is made and checked.")).to_be_visible()
    expect(page.get_by_text("Last good backup")).to_be_visible()
    before = export_log(server.store().read_log())
    server.store().delete_session(today(), Slot.MORNING)
    changed = export_log(server.store().read_log())
    assert changed != before
    reload(page)
    unfold(page, "Go back to a backup")
    page.get_by_role("button", name="Restore this backup").click()
    expect(page.get_by_text("The backup is restored.")).to_be_visible()
    assert export_log(server.store().read_log()) == before
    reload(page)  # What the first restore came to is no longer said.
    unfold(page, "Go back to a backup")
    page.get_by_role("combobox", name="Backup of").click()
    page.get_by_role("option", name=re.compile("Set aside")).first.click()
    page.get_by_role("button", name="Restore this backup").click()
    expect(page.get_by_text("The backup is restored.")).to_be_visible()
    assert export_log(server.store().read_log()) == changed


def test_erasing_needs_the_words_and_leaves_not_a_byte_of_a_note(visit, server):
    fill(server)
    page = visit("/log?slot=morning")
    page.get_by_role("textbox", name="Note").first.fill("zebrafinch-4711")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    go(page, server.url + "/records")
    page.get_by_role("button", name="Back up now").click()
    expect(page.get_by_text("The backup is made and checked.")).to_be_visible()
    page.get_by_text("Erase my log, its history and all backups").click()
    erase = page.get_by_role("button", name="Erase", exact=True)
    expect(erase).to_be_disabled()
    page.get_by_role("textbox", name="Confirm").fill("erase everything")
    page.get_by_role("textbox", name="Confirm").press("Enter")
    expect(erase).to_be_enabled()
    erase.click()
    expect(page.get_by_text("Everything is erased.")).to_be_visible()
    left = [path for path in server.folder.rglob("*") if path.is_file() and b"zebrafinch-4711" in path.read_bytes()]
    assert left == []


@pytest.mark.parametrize("kind", ["empty", "picture", "truncated"])
def test_a_damaged_log_is_told_and_its_backup_offered(visit, server, kind):
    fill(server)
    server.store().backup_now()
    server.stop()
    kept = export_log(server.store().read_log())
    whole = server.database.read_bytes()
    damaged = {"empty": b"", "picture": b"\x89PNG\r\n\x1a\n" + bytes(5000), "truncated": whole[: len(whole) // 2]}[kind]
    server.database.write_bytes(damaged)
    server.start()
    page = visit("/")
    expect(page.get_by_role("heading", name="Your log cannot be opened")).to_be_visible()
    assert server.database.read_bytes() == damaged
    page.get_by_role("button", name=re.compile("Restore the backup of")).click()
    expect(page.get_by_text("Today's sessions")).to_be_visible()
    assert export_log(server.store().read_log()) == kept
    aside = [path for path in server.folder.rglob("*") if path.is_file() and path.read_bytes() == damaged]
    assert len(aside) == 1
