"""backcare: a daily companion to the NHS inform "Exercises for back pain" programme.

The layers, top to bottom. A module imports only from the layers below its own; modules of one line do not import each
other. ``tests/unit/test_architecture.py`` makes the import contract from this list.

    server | cli                           starts the dashboard: page config, navigation, request guard; the commands
    ui                                     what the pages share: forms, saving, and the components in the browser
    clinic                                 sign-in, row-level security, audit: only where a clinic hosts it
    actions                                what a person does to the log: compared with what was shown, then recorded
    report | exchange | charts             a log or a plan → PDF; CSV, FHIR and calendar; charts
    log_reader                             one person's log with the plan of a day, read again only after a change
    store                                  the only SQL: ``open_store(url, person)`` gives a ``LogStore``
    files                                  the safety of one SQLite file: backup, checksum, restore, erase
    plan | programme | drawings            a log and the rules → what to do on a day; data/programme.toml; data/drawings
    log                                    the pandas data layer: columns, DataFrames, the values that the rules take
    rules                                  the rules R1 to R6 and adherence: pure, standard library only
    labels | session_form                  days, lists, numbers and values in words; what the session form says
    domain                                 the vocabulary: enums and records that cannot hold nonsense
    environment | network | zones          the environment variables; addresses of computers; time zones by their names
    errors | paths                         one class for each kind of error; where the shipped data is
"""

__version__ = "1.0.0"
