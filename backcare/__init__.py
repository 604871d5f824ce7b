"""backcare: a daily companion to the NHS inform "Exercises for back pain" programme.

The map of the rooms. An import goes one way only, from the top of this list to the bottom, and never between rooms of
one floor; ``tests/test_architecture.py`` holds the code to it.

    shell, cli                         start the dashboard: page config, navigation, headers, error page; the commands
    ui, guided                         what the pages share; the browser components
    reader                             one person's log as the pages read it, kept until it changes
    store                              the only SQL: ``open_store(url, person)`` gives a ``LogStore``
    charts, figures, report,           a log or a plan → a chart, an SVG, a PDF, a calendar, a CSV
    reminders, exchange, programme
    plan                               a log and the rules → what to do on a day
    daily                              a log by day, for years at a time
    schema, frames                     tables and migrations; column names and pandas dtypes
    rules                              the rules R1 to R5 and adherence: pure, standard library only
    model                              the vocabulary: values that cannot hold nonsense
    environment, zones                 the environment variables, and what each may say; time zones by their names
    errors, paths                      every message that a person may see; where the shipped data lies
"""

__version__ = "1.0.0"
