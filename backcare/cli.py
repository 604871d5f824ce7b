"""The command ``backcare``: starts the dashboard; backs up, restores, exports, imports, and looks after the log."""

import argparse
import getpass
import os
import runpy
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from backcare import __version__, environment
from backcare.clinic import access, row_level_security
from backcare.errors import BackcareError, ConfigurationError
from backcare.exchange import export_log, import_log
from backcare.files import logfile
from backcare.log.changes import Step
from backcare.log.descriptions import KINDS, describe_change
from backcare.network import is_loopback
from backcare.paths import application_folder
from backcare.programme import load_programme
from backcare.store import LogStore, open_logs, people, restore_file
from backcare.zones import now_in

FAILED = 1
SHOWN = 20
"""Problems of an import that are told one by one."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 not done (one line says why), 2 not a command."""
    logfile.private_umask()
    asked = _parser().parse_args(arguments)
    try:
        environment.check_variables()
        return int(asked.run(asked) or 0)
    except BackcareError as error:
        print(f"backcare: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"backcare: {error.filename or 'The file'}: {error.strerror}.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backcare", description="A daily companion to the NHS inform exercises for back pain.",
        epilog=f"The log is your own file unless {environment.DATABASE_URL} names another; `backcare where` tells.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"backcare {__version__}")
    parser.add_argument("--person", default="me", help="whose log, where several people share one")
    parser.add_argument("--port", type=_port, default=8501, help="where the dashboard answers (8501); 0: any free one")
    parser.add_argument("--host", help="an address of this computer alone (127.0.0.1)")
    parser.add_argument("--private", action="store_true", help="open only by a one-time link: for a shared computer")
    parser.add_argument(
        "--open-to-network", action="store_true", help="let your network in, by one-time links, unencrypted"
    )
    parser.add_argument("--no-browser", action="store_true", help="start without opening a browser")
    parser.set_defaults(run=start)
    commands = parser.add_subparsers(title="commands", metavar="")
    for name, (run, text, own_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        command.set_defaults(run=run, command=name)
        for argument, options in own_arguments.items():
            command.add_argument(argument, **options)
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; allowed: 1 to 65535, or 0 for any that is free")
    return int(text)


def _store(asked: argparse.Namespace) -> LogStore:
    logs = open_logs(environment.database_url())
    ids = {person.name.casefold(): person.id for person in people.people(logs.engine) if person.name}
    store = logs.of(ids.get(asked.person.casefold(), asked.person))
    if store.file is None:
        access.trail(store.engine, store.person, f"command line: {getpass.getuser()}", asked.command)
    return store


def migrate_server(asked: argparse.Namespace) -> None:
    """Bring a server's database up to date."""
    address = os.environ.get(environment.ADMIN_URL)
    if not address:
        raise ConfigurationError(f"{environment.ADMIN_URL} is not set; allowed: the address of the tables' owner.")
    row_level_security.prepare(address, asked.role)
    print(f"The database is up to date, and {asked.role} has the rights that the dashboard needs.")


def start(asked: argparse.Namespace) -> None:
    """Start the dashboard."""
    host = asked.host
    if host is None:
        host = "0.0.0.0" if asked.open_to_network else "127.0.0.1"  # noqa: S104 # asked for in so many words
    if not asked.open_to_network and host != "localhost" and not is_loopback(host):
        raise ConfigurationError(
            f"--host is {host!r}; allowed: 127.0.0.1, ::1 or localhost, which only this computer reaches."
        )
    for name, on in ((environment.PRIVATE, asked.private), (environment.OPEN_TO_NETWORK, asked.open_to_network)):
        if on:
            os.environ[name] = "1"
    app = application_folder() / "app.py"
    # The application's own settings lie beside its script, and that is where they are looked for.
    sys.argv = [str(app)]
    config = {"server.port": asked.port, "server.address": host, "server.headless": asked.no_browser}
    if asked.open_to_network:
        config["server.allowedHosts"] = ["*"]  # The guard knows the names of this computer; Streamlit does not.
    runpy.run_path(str(app))["app"].run(config=config)


def backup(asked: argparse.Namespace) -> None:
    """Make a backup now."""
    copy = _store(asked).backup_now(asked.folder)
    print(f"Backed up to {copy.path} ({copy.size:,} bytes), checked.")


def restore_backup(asked: argparse.Namespace) -> None:
    """Put a backup in place of the log."""
    aside = restore_file(asked.file, environment.database_url())
    print(f"Restored {asked.file.absolute()}.")
    if aside is not None:
        print(f"The log as it was is in {aside}; `backcare restore` with that file takes this back.")


def export(asked: argparse.Namespace) -> None:
    """Write the log as a zip."""
    target = asked.file.absolute()
    if target.exists():
        raise ConfigurationError(f"There is a file {target} already; choose another name, or move it.")
    content = export_log(_store(asked).read_log())
    with logfile.new_file(target) as draft:
        draft.write_bytes(content)
    print(f"Exported to {target} ({len(content):,} bytes). It holds everything that you have logged, unencrypted.")


def import_(asked: argparse.Namespace) -> int:
    """Read the log from a file, all or nothing."""
    store = _store(asked)
    if not asked.preview:
        try:
            store.backup_if_due()
        except BackcareError as error:
            print(f"backcare: no backup was made: {error}", file=sys.stderr)
    # The person's date: by their own time zone where it is known, else by this computer's.
    result = import_log(store, asked.file, today=now_in(store.zone()).date(), preview=asked.preview)
    for problem in result.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    if result.problems:
        left = len(result.problems) - SHOWN + result.more_problems
        print(f"{f'And {left:,} more. ' if left > 0 else ''}Nothing was imported.", file=sys.stderr)
        return FAILED
    for exercise in result.lifts:
        print(f"This lifts the stop of {load_programme().title_of(exercise).lower()}.")
    if result.ends_hold:
        print("You said that an urgent sign applies. This takes that back.")
    would = "Would import" if asked.preview else "Imported"
    print(f"{would}: {result.added:,} new, {result.changed:,} changed, {result.unchanged:,} already there.")
    if result.ahead:
        print(f"{f'{result.ahead:,} entries are' if result.ahead > 1 else '1 entry is'} dated after today.")
    if result.step is not None:
        print(f"`backcare undo {result.step}` takes it back.")
    return 0


def show_history(asked: argparse.Namespace) -> None:
    """What was changed and when."""
    titles = load_programme().titles
    for step in _store(asked).history(limit=max(asked.limit, 0)):
        print(_step_line(step))
        for change in step.changes[:10]:
            print(f"        {describe_change(change, titles)}")


def _step_line(step: Step) -> str:
    when = step.at.astimezone()
    of = f": {step.undoes}" if step.undoes is not None else ""
    undone = f", undone by {step.undone_by}" if step.undone_by is not None else ""
    count = f", {step.entries:,} entries" if step.entries > 10 else ""
    return f"{step.id:>6}  {when:%Y-%m-%d %H:%M}  {KINDS.get(step.kind, step.kind)}{of}{count}{undone}"


def undo(asked: argparse.Namespace) -> None:
    """Take one change back."""
    step = _store(asked).undo(asked.number)
    print(f"Change {asked.number} is undone; `backcare undo {step}` does it again.")


def check(asked: argparse.Namespace) -> int:
    """Examine the log and its backups."""
    store = _store(asked)
    problems = store.check()
    backups = store.backups()
    problems += [f"Backup {backup.path} {backup.problem}." for backup in backups if not backup.ok]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"All is well: the log agrees with its history, and {len(backups)} backups are whole.")
    return FAILED if problems else 0


def where(asked: argparse.Namespace) -> None:
    """Where the log and its backups are."""
    store = _store(asked)
    if store.file is None:
        print(f"Log      {store.engine.url.render_as_string(hide_password=True)}")
        return
    print(f"Log      {store.file}")
    print(f"Backups  {store.backup_folder()}")
    last = store.last_good_backup()
    print(f"Newest   {f'{last.at.astimezone():%Y-%m-%d %H:%M}, whole' if last else 'none yet'}")
    for path in store.set_aside_logs():
        print(f"Aside    {path}")


FILE: dict[str, Any] = {"type": Path}
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int | None], str, dict[str, dict[str, Any]]]] = {
    "backup": (
        backup, "make a backup now",
        {"folder": {"nargs": "?", "type": Path, "help": "another folder than the chosen one"}},
    ),
    "restore": (restore_backup, "put a backup in place of the log, which is set aside first", {"file": FILE}),
    "export": (export, "write the log as a zip of CSV files", {"file": FILE}),
    "import": (
        import_, "read the log from such a zip, or from one of its CSV files",
        {"file": FILE, "--preview": {"action": "store_true", "help": "say what it would do, and do nothing"}},
    ),
    "history": (
        show_history, "what was changed and when, newest first",
        {"--limit": {"type": int, "default": 20, "help": "how many (20)"}},
    ),
    "undo": (undo, "take one change back, by its number in the history", {"number": {"type": int}}),
    "check": (check, "examine the log and its backups", {}),
    "where": (where, "where the log and its backups are", {}),
    "migrate": (
        migrate_server, f"bring a server's database up to date, as the owner that {environment.ADMIN_URL} names",
        {"--role": {
            "default": row_level_security.ROLE, "help": f"what the dashboard connects as ({row_level_security.ROLE})",
        }},
    ),
}  # fmt: skip
"""Each command: what runs it, what it does in words, and its arguments as ``add_argument`` takes them."""

if __name__ == "__main__":
    sys.exit(main())
