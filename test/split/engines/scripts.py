# Runs snippets with pandas: every NAME.py in a folder, in its own namespace, and keeps the rows' splits as NAME.csv.
import os
import sys

import pandas as pd

folder, *names = sys.argv[1:]
os.chdir(folder)
for name in names:
    with open(f"{name}.py", encoding="utf-8") as script:
        exec(compile(script.read(), name, "exec"), {"__name__": name})
    rows = pd.read_csv("predictions_split.csv", dtype=str, keep_default_na=False)
    rows[["row", "split"]].to_csv(f"{name}.csv", index=False)
