"""The log as data: its columns, its DataFrames, its values for the rules, and what a change of it is."""
