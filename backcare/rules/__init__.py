"""The rules, R1 to R6 and adherence: values in, a decision and its reasons out. Pure; standard library only.

``course`` (R1), ``dose`` (R2), ``stop`` (R3), ``review`` (R4), ``referral`` (R5), ``signs`` (R6), ``adherence``.
``today`` is always an argument; the log comes as a few values per exercise and day (``backcare.log.daily_values``).
"""
