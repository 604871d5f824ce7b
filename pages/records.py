"""Records: the page for the call, prints, copies in and out, backups, history, and erasing everything."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from backcare import drawings, report, ui
from backcare.exchange import ImportResult, export_log, import_log, to_fhir
from backcare.labels import join_words
from backcare.log import changes
from backcare.ui import md

today = ui.today()
programme = ui.programme()
store = ui.store()
page = ui.page_context(today)
titles = {exercise.id: exercise.title for exercise in programme.exercises}
STEPS_SHOWN = 10
IMPORTED = "imported-files"


def the_page_for_the_call() -> None:
    """One A4 page for a physiotherapist or GP, and prints for those who exercise away from a screen."""
    st.header("For your physiotherapist or GP", anchor=False)
    oldest = ui.oldest_day()
    if oldest is None:
        st.markdown("After your first session, one page about your progress can be made here.")
    else:
        first, last = the_days_it_is_about(min(oldest, today))
        notes = st.toggle("With my notes", key="report-notes")
        made = ui.audited_download(
            "report",
            lambda log: report.report_pdf(programme, log.read_log(), today, first=first, last=last, notes=notes),
            store,
        )
        download("Download the page (PDF)", made, f"{today}.pdf", ":material/picture_as_pdf:", type="primary")
    with st.container(horizontal=True):
        icon = ":material/print:"
        download("Print: the programme", lambda: report.programme_pdf(programme, _strips()), "programme.pdf", icon)
        download("Print: an empty diary", lambda: report.diary_pdf(programme), "diary.pdf", icon)


def the_days_it_is_about(oldest: date) -> tuple[date, date]:
    """The present course unless another one, or other days, are chosen."""
    plan = ui.day_view(today).plan
    first, last = plan.course.first if plan.course else max(oldest, today - timedelta(days=27)), today
    if len(plan.courses) > 1:
        courses = plan.courses[::-1]
        about = st.selectbox(
            "The course of", courses, format_func=lambda c: ui.format_span(c.first, c.last), key="report-course"
        )
        first, last = about.first, today if about == plan.course else about.last
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begin = st.date_input("From", first, min_value=oldest, max_value=today, format="DD/MM/YYYY", width=170)
        end = st.date_input("To", max(begin, last), min_value=begin, max_value=today, format="DD/MM/YYYY", width=170)
    return begin, end


MIME = {"pdf": "application/pdf", "zip": "application/zip", "json": "application/fhir+json"}


def download(label: str, content: Callable[[], Any], name: str, icon: str, **options: Any) -> None:
    """A file to take away, made when it is asked for."""
    mime = MIME[name.rpartition(".")[2]]
    st.download_button(label, content, f"backcare-{name}", mime, icon=icon, on_click="ignore", **options)


def _strips() -> dict[str, str]:
    return {e.id: drawings.print_strip(e) for e in programme.exercises}


def copies() -> None:
    """The log as files that other programs read, and back."""
    st.header("Copies", anchor=False)
    with st.container(horizontal=True):
        icon = ":material/download:"
        csv = ui.audited_download("export", lambda log: export_log(log.read_log()), store)
        download("Export (CSV)", csv, f"{today}.zip", icon)
        fhir = ui.audited_download("export, FHIR", lambda log: to_fhir(log.read_log()), store)
        download("Export (FHIR)", fhir, f"{today}.fhir.json", icon)
    # A file that was imported is let go of by giving the uploader another name.
    key = f"import-file-{st.session_state.get(IMPORTED, 0)}"
    given = st.file_uploader("Import a copy: the zip, or one of its CSV files", type=["zip", "csv"], key=key)
    if given is None:
        return
    with st.spinner("Reading the file…"):
        found = import_log(store, given.getvalue(), today=today, preview=True)
    draw_import(found)
    if not found.problems and found.added + found.changed:
        ui.button_with_spinner(
            "Import", "Importing…", carry_out, page, given.getvalue(), found, key="import", type="primary"
        )


def draw_import(found: ImportResult) -> None:
    """What an import would do, or why it cannot be done."""
    if found.problems:
        number = ui.count(len(found.problems) + found.more_problems, "problem")
        st.error(md("{number} in this file. Nothing was imported.", number=number), icon=":material/error:")
        rows = [(p.file, p.line, p.column, p.value, p.wrong, p.allowed) for p in found.problems]
        columns = ["File", "Line", "Column", "Value", "Problem", "Allowed"]
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, alt="Problems in the file")
        return
    st.info(
        md(
            "New: {new}. Changed: {changed}. Already the same: {same}.",
            new=found.added,
            changed=found.changed,
            same=found.unchanged,
        )
    )
    if found.ahead:
        entries = ui.count(found.ahead, "entry")
        said = "{entries} {are} dated after today, as when you have travelled. Today and Log will tell you of them."
        st.info(md(said, entries=entries, are="is" if found.ahead == 1 else "are"), icon=":material/event_upcoming:")
    if found.lifts:
        stopped = join_words([titles.get(exercise, exercise).lower() for exercise in found.lifts])
        st.warning(md("This lifts the stop of {stopped}.", stopped=stopped), icon=":material/front_hand:")
    if found.changes:
        lines = [changes.describe_change(change, titles) for change in found.changes]
        with st.expander("What would change"):
            st.dataframe(pd.DataFrame({"Change": lines}), hide_index=True, alt="What the import would change")


def carry_out(page: ui.PageContext, source: bytes, preview: ImportResult) -> None:
    """Import, as one step that can be undone."""
    if ui.import_file(page, source, preview):
        st.session_state[IMPORTED] = st.session_state.get(IMPORTED, 0) + 1


def draw_history() -> None:
    """What was changed and when, in words; any of it can be undone, and done again."""
    st.header("History", anchor=False)
    shown = st.session_state.get("history-shown", STEPS_SHOWN)
    steps = store.history(limit=shown + 1)
    if not steps:
        st.markdown("Every change will be listed here, and each can be undone.")
    for step in steps[:shown]:
        with st.container(border=True, key=f"step-{step.id}"):
            at = ui.local(step.at)
            kind = changes.KINDS.get(step.kind, step.kind.capitalize())
            undone = " · undone" if step.undone_by else ""
            st.markdown(
                md(
                    "**{kind}** · {day}, {at}{undone}",
                    kind=kind,
                    day=ui.format_weekday(at.date()),
                    at=f"{at:%H:%M}",
                    undone=undone,
                )
            )
            lines = [changes.describe_change(change, titles) for change in step.changes]
            st.text("\n".join(lines) or ui.count(step.entries, "entry"))
            if step.undone_by is None:
                label = "Redo" if step.kind == "undo" else "Undo"
                ui.button(label, ui.undo_step, page, step.id, key=f"undo-{step.id}", icon=":material/undo:")
    if len(steps) > shown:
        st.button("Show more", key="history-more", on_click=show_more, args=(shown,))


def show_more(shown: int) -> None:
    """Show more of the history."""
    st.session_state["history-shown"] = shown + 5 * STEPS_SHOWN


ui.page_header("Records", page)
the_page_for_the_call()
copies()
ui.backups(page)
draw_history()
ui.erase(page)
