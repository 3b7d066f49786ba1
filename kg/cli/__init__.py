"""The command ``kg``: parses, calls, prints; decides nothing about facts, queries or formats.

Commands import what they need when they run, so that ``kg --help`` answers at once. A ``KgError`` ends a
command with its sentence on standard error and a status from ``SHOWN_AS``.
"""
