"""Writes the files of test/containers/cases with pyarrow 26, pandas and openpyxl: `python make_cases.py`.

Each table is written in many ways, and once as `NAME.expected.json`: names, and each row's cells as the texts that they have in a
CSV of the same table (missing ones empty).
"""

import datetime as dt
import decimal
import gzip
import io
import json
import pathlib
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import zstandard

out = pathlib.Path(__file__).parent / "cases"
out.mkdir(exist_ok=True)


def expect(name, columns, rows):
    text = json.dumps({"columns": columns, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    (out / f"{name}.expected.json").write_text(text + "\n")


# Every type, with missing values, in two row groups or batches.
n = 40


def missing(values, every=7):
    return [None if i % every == 3 else v for i, v in enumerate(values)]


ids = [9007199254740993 + i for i in range(n)]
words = ["cat", "dog", "bird", "ünïcode, \"quoted\""]
plain = {
    "id": pa.array(ids, pa.int64()),
    "label": pa.array(missing([words[i * i % 4] for i in range(n)]), pa.string()),
    "score": pa.array(missing([i / 7 for i in range(n)], 5), pa.float64()),
    "single": pa.array([round(i * 0.1, 1) for i in range(n)], pa.float32()),
    "small": pa.array(missing([i - 20 for i in range(n)], 4), pa.int32()),
    "unsigned": pa.array([2**32 - 1 - i for i in range(n)], pa.uint32()),
    "huge": pa.array([2**64 - 1 - i for i in range(n)], pa.uint64()),
    "flag": pa.array(missing([i % 3 == 0 for i in range(n)], 6), pa.bool_()),
    "price": pa.array(missing([decimal.Decimal(i * 1001 - 5000).scaleb(-2) for i in range(n)]), pa.decimal128(12, 2)),
    "wide": pa.array([decimal.Decimal(10**30 + i).scaleb(-3) for i in range(n)], pa.decimal128(38, 3)),
    "day": pa.array(missing([dt.date(1969, 12, 20) + dt.timedelta(days=i) for i in range(n)]), pa.date32()),
    "time": pa.array(
        [dt.datetime(2024, 2, 28, 23, 59, 59) + dt.timedelta(seconds=i, milliseconds=250 * (i % 2)) for i in range(n)],
        pa.timestamp("us"),
    ),
    "instant": pa.array(
        [dt.datetime(1969, 12, 31, 23, 59, 50, tzinfo=dt.timezone.utc) + dt.timedelta(seconds=i) for i in range(n)],
        pa.timestamp("ms", "UTC"),
    ),
    "vector": pa.array(missing([[i / 4, 1 - i / 4] if i != 5 else [] for i in range(n)]), pa.list_(pa.float64())),
    "tags": pa.array([[words[i % 4], None][: i % 3] for i in range(n)], pa.list_(pa.string())),
}
struct = pa.array(
    [None if i == 2 else {"a": i, "b": {"c": None if i % 5 == 0 else f"x{i}"}} for i in range(n)],
    pa.struct([("a", pa.int64()), ("b", pa.struct([("c", pa.string())]))]),
)
deep = pa.array([[[i, i + 1], []] if i % 2 else None for i in range(n)], pa.list_(pa.list_(pa.int64())))
table = pa.table({**plain, "nested": struct, "deep": deep})


def time_text(value):
    text = value.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{value.microsecond // 1000:03d}" if value.microsecond else "")


def text_of(name, value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if name == "single":
        return repr(round(value, 1)).removesuffix(".0")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, dt.datetime):
        return time_text(value) + ("Z" if value.tzinfo else "")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ",".join(json_of(name, each) for each in value) + "]"
    return str(value)


def json_of(name, value):
    if value is None:
        return "null"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return text_of(name, value)


def flat(row):
    cells = []
    for name, value in row.items():
        if name == "nested":
            cells += [text_of("a", value and value["a"]), text_of("c", value and value["b"]["c"])]
        else:
            cells.append(text_of(name, value))
    return cells


names = [*plain, "nested.a", "nested.b.c", "deep"]
expect("types", names, [flat(row) for row in table.to_pylist()])
few = 20
pq.write_table(table, out / "types-v1-snappy.parquet", row_group_size=few, compression="snappy", data_page_version="1.0")
pq.write_table(table, out / "types-v2-zstd.parquet", row_group_size=few, compression="zstd", data_page_version="2.0")
pq.write_table(
    table, out / "types-plain-gzip.parquet", row_group_size=few, compression="gzip", use_dictionary=False, data_page_size=64
)
pq.write_table(
    table,
    out / "types-small-pages.parquet",
    compression="none",
    data_page_size=1,
    dictionary_pagesize_limit=64,
    write_batch_size=3,
    data_page_version="2.0",
)
delta = {
    "id": "DELTA_BINARY_PACKED",
    "label": "DELTA_BYTE_ARRAY",
    "score": "BYTE_STREAM_SPLIT",
    "single": "BYTE_STREAM_SPLIT",
    "small": "DELTA_BINARY_PACKED",
    "flag": "RLE",
    "nested.b.c": "DELTA_LENGTH_BYTE_ARRAY",
}
pq.write_table(table, out / "types-delta.parquet", use_dictionary=False, column_encoding=delta, compression="none", data_page_version="2.0")
pq.write_table(table, out / "old-times.parquet", version="1.0", use_deprecated_int96_timestamps=True)
pq.write_table(table.select(["id", "label"]), out / "lz4.parquet", compression="lz4")
pq.write_table(table.select(["id", "label"]), out / "brotli.parquet", compression="brotli")
required = pa.schema([pa.field("a", pa.int64(), nullable=False), pa.field("b", pa.string(), nullable=False)])
pq.write_table(pa.table({"a": list(range(5)), "b": list("vwxyz")}, schema=required), out / "required.parquet")


def arrow(name, value, file=True, **options):
    writer = (pa.ipc.new_file if file else pa.ipc.new_stream)(
        str(out / name), value.schema, options=pa.ipc.IpcWriteOptions(**options)
    )
    with writer:
        for batch in value.to_batches(max_chunksize=16):
            writer.write_batch(batch)


arrow("types.arrow", table)
arrow("types-stream.arrows", table, file=False)
arrow("types-lz4.arrow", table, compression="lz4")
arrow("types-zstd.arrow", table, compression="zstd")
feather.write_feather(table.select(["id", "label", "score"]), str(out / "three.feather"))
# Views, large offsets and dictionaries, one of which grows from batch to batch.
other = pa.table(
    {
        "label": table["label"].combine_chunks().cast(pa.string_view()),
        "large": table["label"].combine_chunks().cast(pa.large_string()),
        "long": pa.array(["long enough for a buffer of its own " + str(i) for i in range(n)], pa.string_view()),
        "code": table["label"].combine_chunks().dictionary_encode(),
        "vector": pa.array([[i / 4, 1 - i / 4] for i in range(n)], pa.list_(pa.float64(), 2)),
        "map": pa.array([[("a", i), ("b", None)] for i in range(n)], pa.map_(pa.string(), pa.int64())),
    }
)
expect(
    "other",
    other.column_names,
    [
        [
            row["label"] or "",
            row["large"] or "",
            row["long"],
            row["code"] or "",
            text_of("", row["vector"]),
            json.dumps(dict(row["map"]), separators=(",", ":")),
        ]
        for row in other.to_pylist()
    ],
)
arrow("other.arrow", other)
chunks = [["a", "b"], ["b", "c"], ["a", "c"], ["d", None]]
seen, batches = [], []
for chunk in chunks:
    seen += [word for word in chunk if word is not None and word not in seen]
    indices = pa.array([None if word is None else seen.index(word) for word in chunk], pa.int8())
    batches.append(pa.record_batch([pa.DictionaryArray.from_arrays(indices, pa.array(list(seen)))], names=["w"]))
growing = pa.Table.from_batches(batches)
expect("growing", ["w"], [[word or ""] for chunk in chunks for word in chunk])
with pa.ipc.new_stream(
    str(out / "growing.arrows"), growing.schema, options=pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
) as writer:
    for batch in batches:
        writer.write_batch(batch)
# Without the file format a dictionary may be replaced.
swapped = [
    pa.record_batch([pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), pa.array(list(pair)))], names=["w"])
    for pair in ("ab", "ba", "cd")
]
expect("swapped", ["w"], [[word] for word in "abbacd"])
with pa.ipc.new_stream(str(out / "swapped.arrows"), swapped[0].schema) as writer:
    for batch in swapped:
        writer.write_batch(batch)

# Workbooks.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Scores"
sheet.append(["id", "label", "score", "flag", "when", "seen", "at"])
for i in range(6):
    sheet.append(
        [
            i + 1,
            words[i % 4] if i != 2 else None,
            i / 8,
            i % 2 == 0,
            dt.date(2024, 2, 27) + dt.timedelta(days=i),
            dt.datetime(2024, 2, 28, 12, 30) + dt.timedelta(hours=7 * i),
            dt.time(6 + i, 30),
        ]
    )
for row in sheet.iter_rows(min_row=2):
    row[4].number_format = "yyyy-mm-dd"
    row[5].number_format = 'dd/mm/yyyy "um" hh:mm'
    row[6].number_format = "h:mm"
rows = [
    [
        str(i + 1),
        words[i % 4] if i != 2 else "",
        repr(i / 8).removesuffix(".0"),
        "true" if i % 2 == 0 else "false",
        (dt.date(2024, 2, 27) + dt.timedelta(days=i)).isoformat(),
        (dt.datetime(2024, 2, 28, 12, 30) + dt.timedelta(hours=7 * i)).isoformat(),
        f"{6 + i:02d}:30:00",
    ]
    for i in range(6)
]
expect("sheet", ["id", "label", "score", "flag", "when", "seen", "at"], rows)
book.create_sheet("Empty")
book.save(out / "sheet.xlsx")
book["Empty"].append(["a", "b"])
book["Empty"].append([1, 2])
book["Empty"].title = "Other table"
book.save(out / "two-sheets.xlsx")
book["Other table"].sheet_state = "hidden"
book.save(out / "hidden-sheet.xlsx")

titled = openpyxl.Workbook()
titled.active.append(["Report of May"])
titled.active.append([])
titled.active.append(["id", "label", "score"])
titled.active.append([1, 0, 0.25])
titled.active.append([])
titled.active.append([2, 1, 0.75])
titled.save(out / "titled.xlsx")


def edited(source, target, edit):
    """A workbook with its sheet's XML changed, as openpyxl writes no results of formulas."""
    data = io.BytesIO()
    with zipfile.ZipFile(out / source) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, edit(content.decode()) if entry == "xl/worksheets/sheet1.xml" else content)
    (out / target).write_bytes(data.getvalue())


formulas = openpyxl.Workbook()
formulas.active.append(["id", "label", "score", "note"])
for i in range(4):
    formulas.active.append([i + 1, i % 2, i / 4, "fine"])
formulas.save(out / "formulas.xlsx")
edited(
    "formulas.xlsx",
    "formulas.xlsx",
    lambda text: text.replace('<c r="C3" t="n"><v>0.25</v></c>', '<c r="C3"><f>1/4</f><v>0.25</v></c>')
    .replace('<c r="C4" t="n"><v>0.5</v></c>', '<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    .replace('<c r="B5" t="n"><v>1</v></c>', '<c r="B5"><f>A5-3</f></c>'),
)

# Archives, and compressed files.
csv = "id,label,score\n" + "".join(f"{i},{i % 2},{i / 8}\n" for i in range(8))
jsonl = "".join(json.dumps({"id": i, "label": i % 2, "score": i / 8}) + "\n" for i in range(8))
expect("small", ["id", "label", "score"], [[str(i), str(i % 2), str(i / 8)] for i in range(8)])


def archive(name, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(out / name, "w", method) as new:
        for path, content in files.items():
            new.writestr(path, content)


parquet = io.BytesIO()
pq.write_table(pa.table({"id": [1, 2], "score": [0.5, 0.25]}), parquet)
archive("one.zip", {"folder/": "", "folder/small.csv": csv, "__MACOSX/folder/._small.csv": "x"})
archive("stored.zip", {"small.csv": csv}, zipfile.ZIP_STORED)
archive("several.zip", {"a/new.csv": csv, "b/old.jsonl": jsonl, "c/p.parquet": parquet.getvalue()})
archive("same-names.zip", {"a/p.csv": csv, "b/p.csv": csv})
archive("picture.zip", {"p.png": b"\x89PNG\r\n\x1a\n" + bytes(40)})
(out / "small.csv.zst").write_bytes(zstandard.compress(csv.encode()))
(out / "small.jsonl.zst").write_bytes(zstandard.compress(jsonl.encode()))
(out / "small.jsonl.gz").write_bytes(gzip.compress(jsonl.encode(), mtime=0))
(out / "small.parquet.gz").write_bytes(gzip.compress(parquet.getvalue(), mtime=0))
