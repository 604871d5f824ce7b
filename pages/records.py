"""Records: the page for the call, prints, copies in and out, backups, history, and erasing everything."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from backcare import actions, drawings, report, ui
from backcare.clinic.sign_in import audited_download
from backcare.exchange import ImportResult, export_log, import_log, to_fhir
from backcare.labels import count, format_span, format_weekday, join_words
from backcare.log.descriptions import KINDS, describe_change
from backcare.programme import load_programme

today = ui.now().date()
programme = load_programme()
log = ui.current_log()
store = log.store
titles = programme.titles
STEPS_SHOWN, HISTORY_LENGTH = 10, "history-shown"
IMPORTED = "imported-files"
MIME = {"pdf": "application/pdf", "zip": "application/zip", "json": "application/fhir+json"}


def prints() -> None:
    """One A4 page for a physiotherapist or GP, and prints for those who exercise away from a screen."""
    st.header("For your physio or GP", anchor=False)
    oldest = log.oldest_day()
    if oldest is None:
        ui.sections.draw_empty_state("After your first session, you can make a page here to take along.")
    else:
        first, last = reported_days(min(oldest, today))
        notes = st.toggle("With my notes", key="report-notes")
        pdf = audited_download(
            "report",
            lambda log: report.report_pdf(programme, log.read_log(), today, first=first, last=last, notes=notes),
            store,
        )
        download("Page to take along (PDF)", pdf, f"{today}.pdf", ":material/picture_as_pdf:", type="primary")
    with st.container(horizontal=True):
        icon = ":material/print:"
        download("Print: the programme", printed_programme, "programme.pdf", icon)
        download("Print: an empty diary", lambda: report.diary_pdf(programme), "diary.pdf", icon)


def printed_programme() -> bytes:
    """The programme to print, with its drawings."""
    return report.programme_pdf(programme, {e.id: drawings.print_strip(e) for e in programme.exercises})


def reported_days(oldest: date) -> tuple[date, date]:
    """The present course unless another one, or other days, are chosen."""
    plan = ui.day_view(today).plan
    first, last = plan.course.first if plan.course else max(oldest, today - timedelta(days=27)), today
    if len(plan.courses) > 1:
        courses = plan.courses[::-1]
        about = st.selectbox(
            "Which time?", courses, format_func=lambda c: format_span(c.first, c.last), key="report-course"
        )
        first, last = about.first, today if about == plan.course else about.last
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begin = st.date_input("From", first, min_value=oldest, max_value=today, format="DD/MM/YYYY", width=170)
        end = st.date_input("To", max(begin, last), min_value=begin, max_value=today, format="DD/MM/YYYY", width=170)
    return begin, end


def download(label: str, content: Callable[[], Any], name: str, icon: str, **options: Any) -> None:
    """A file to take away, made when it is asked for."""
    mime = MIME[name.rpartition(".")[2]]
    st.download_button(label, content, f"backcare-{name}", mime, icon=icon, on_click="ignore", **options)


def copies() -> None:
    """The log as files that other programs read, and back."""
    st.header("Export and import", anchor=False)
    with st.container(horizontal=True):
        icon = ":material/download:"
        csv = audited_download("export", lambda log: export_log(log.read_log()), store)
        download("Export (CSV)", csv, f"{today}.zip", icon)
        name = page.person_name
        fhir = audited_download("export, FHIR", lambda log: to_fhir(log.read_log(), name), store)
        download("Export (FHIR)", fhir, f"{today}.fhir.json", icon)
    # A file that was imported is let go of by giving the uploader another name.
    key = f"import-file-{st.session_state.get(IMPORTED, 0)}"
    file = st.file_uploader("Import: the zip, or one of its CSV files", type=["zip", "csv"], key=key)
    if file is None:
        return
    source = file.getvalue()
    with st.spinner("Reading the file…"):
        preview = import_log(store, source, today=today, preview=True)
    draw_preview(preview)
    if not preview.problems and preview.added + preview.changed:
        page.button("Import", carry_out, source, preview, key="import", type="primary")


def draw_preview(preview: ImportResult) -> None:
    """What an import would do, or why it cannot be done."""
    if preview.problems:
        draw_problems(preview)
        return
    text = "New: {new}. Changed: {changed}. Already the same: {same}."
    st.info(ui.md(text, new=preview.added, changed=preview.changed, same=preview.unchanged))
    if preview.ahead:
        entries = f"{count(preview.ahead, 'entry')} {'is' if preview.ahead == 1 else 'are'}"
        text = "{entries} dated after today. That can happen when you travel. Today and Log will show them."
        st.info(ui.md(text, entries=entries), icon=":material/event_upcoming:")
    if preview.lifts:
        stopped = join_words([programme.title_of(exercise).lower() for exercise in preview.lifts])
        st.warning(ui.md("This lifts the stop of {stopped}.", stopped=stopped), icon=":material/front_hand:")
    if preview.ends_hold:
        st.warning("You said that an urgent sign applies. This takes that back.", icon=":material/emergency:")
    if preview.changes:
        lines = [describe_change(change, titles) for change in preview.changes]
        with st.expander("What would change"):
            st.dataframe(pd.DataFrame({"Change": lines}), hide_index=True, alt="What the import would change")


def draw_problems(preview: ImportResult) -> None:
    """Why a file cannot be imported."""
    number = count(len(preview.problems) + preview.more_problems, "problem")
    st.warning(ui.md("{number} in this file. Nothing was imported.", number=number), icon=":material/error:")
    rows = pd.DataFrame(preview.problems)[["file", "line", "column", "value", "wrong", "allowed"]]
    rows.columns = ["File", "Line", "Column", "Value", "Problem", "Allowed"]
    st.dataframe(rows, hide_index=True, alt="Problems in the file")


def carry_out(source: bytes, preview: ImportResult) -> None:
    """Import, as one step that can be undone."""
    with st.spinner("Importing…"):
        page.save(lambda log: actions.import_previewed(log, source, preview, today), "Imported.")
    st.session_state[IMPORTED] = st.session_state.get(IMPORTED, 0) + 1


def draw_history() -> None:
    """What was changed and when, in words; any of it can be undone, and done again."""
    st.header("History", anchor=False)
    shown = st.session_state.get(HISTORY_LENGTH, STEPS_SHOWN)
    steps = store.history(limit=shown + 1)
    if not steps:
        st.markdown("Each change will be listed here. You can undo any of them.")
    for step in steps[:shown]:
        with st.container(border=True, key=f"step-{step.id}"):
            at = step.at.astimezone(ui.now().tzinfo)
            kind = KINDS.get(step.kind, step.kind.capitalize())
            undone = " · undone" if step.undone_by else ""
            moment = f"{format_weekday(at.date())}, {at:%H:%M}{undone}"
            st.markdown(ui.md("**{kind}** · {moment}", kind=kind, moment=moment))
            lines = [describe_change(change, titles) for change in step.changes]
            st.text("\n".join(lines) or count(step.entries, "entry"))
            if step.undone_by is None:
                label = "Redo" if step.kind == "undo" else "Undo"
                page.button(label, page.undo_step, step.id, key=f"undo-{step.id}", icon=":material/undo:")
    if len(steps) > shown:
        more = shown + 5 * STEPS_SHOWN
        st.button("Show more", key="history-more", on_click=st.session_state.update, args=({HISTORY_LENGTH: more},))


page = ui.page_header("Records", today)
prints()
copies()
draw_history()
ui.sections.backup_section(page)
