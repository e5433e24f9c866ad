"""Writes farm-fingerprint-lengths.csv and farm-fingerprint-keys.csv: Fingerprint64 by Google's FarmHash in C++, through
pyfarmhash.

    pip install pyfarmhash==0.5.1
    python test/split/vectors/farm-fingerprint.py

Lengths: the fingerprint of the first bytes of a linear congruential generator (Numerical Recipes'), 0 to 298 of them.
Keys: the fingerprint of a key as a signed integer, as BigQuery's FARM_FINGERPRINT shows it, and its absolute value
modulo 10 and 100.
"""

import csv
import pathlib

import farmhash

folder = pathlib.Path(__file__).parent


def scattered_bytes(length):
    state = 7
    for _ in range(length):
        state = (state * 1664525 + 1013904223) % 2**32
        yield state >> 24


with open(folder / "farm-fingerprint-lengths.csv", "w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["length", "fingerprint"])
    for length in range(299):
        rows.writerow([length, f"{farmhash.fingerprint64(bytes(scattered_bytes(length))):016x}"])

keys = [str(number) for number in range(60)]
keys += [f"user_{number:05d}" for number in range(0, 60000, 997)]
keys += ["", " ", "a", "A", "é", "e\u0301", "名前", "😀", "x,y", 'say "hi"', "2026-12-01T00:00:00Z", "x" * 100]
with open(folder / "farm-fingerprint-keys.csv", "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["key", "fingerprint", "modulo_10", "modulo_100"])
    for key in keys:
        unsigned = farmhash.fingerprint64(key.encode())
        signed = unsigned - 2**64 if unsigned >= 2**63 else unsigned
        rows.writerow([key, signed, abs(signed) % 10, abs(signed) % 100])
