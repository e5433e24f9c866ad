/** What we read of a file where DuckDB reads other cells, and the rule of ours that says so. */
export interface Deviation {
  rule: string
  columns: string[]
  rows: string[][]
  /** Lines of the records that are counted as rejected, and stop an evaluation unless they are to be left out. */
  rejected: { code: 'too_few_fields' | 'too_many_fields'; lines: number[] }[]
}

const tooMany = (...lines: number[]): Deviation['rejected'] => [{ code: 'too_many_fields', lines }]
const tooFew = (...lines: number[]): Deviation['rejected'] => [{ code: 'too_few_fields', lines }]

const RAGGED = 'A record with too many fields stops the evaluation; DuckDB looks for a part of the file without one'
const MID_LINE = 'Nothing is guessed. A # within a record is text, since cutting there would make 3 of 3#5'
const SPACE_QUOTE = 'PapaParse is the authority on dialects. A quote after a space is text'
const DELIMITER = 'PapaParse is the authority on dialects. It finds a delimiter where DuckDB finds none'
const QUOTES = 'PapaParse is the authority on dialects. A malformed cell does not make the quotes of all others text'
const BACKSLASH = 'RFC 4180: a backslash is text'

const stop = (id: string, name: string, latitude: string, longitude: string): string[] => [
  `de:08115:${id}`,
  name,
  latitude,
  longitude,
]

export const DEVIATIONS: Record<string, Deviation> = {
  'empty_space_start_value.csv': {
    rule: SPACE_QUOTE,
    columns: ['Year', ' "Score"', ' "Title"'],
    rows: [
      ['1968', '  86', ' "Greetings"'],
      ['1970', '  17', ' "Bloody Mama"'],
      ['1971', '  40', ' "Born to Win"'],
    ],
    rejected: tooMany(4),
  },
  'inconsistent_cells.csv': {
    rule: RAGGED,
    columns: ['One', 'two', 'three'],
    rows: [['1', '2', '3']],
    rejected: tooMany(3, 6, 7),
  },
  'inconsistencies/inconsistent_columns_6.csv': {
    rule: DELIMITER,
    columns: ['one', 'two', 'three', 'four'],
    rows: ['1', '3', '4', '5'].map((first) => [first, '2', '3', '4']),
    rejected: tooMany(3),
  },
  'unescaped_quotes/stops.csv': {
    rule: QUOTES,
    columns: ['stop_id', 'stop_name', 'stop_lat', 'stop_lon'],
    rows: [
      stop('1303:2:1', 'Weil der Stadt Bahnhof', '48.7551432936956', '8.87272294455349'),
      stop('1303:2:4', 'Weil der Stadt Bahnhof', '48.7542193911232', '8.87191446079767'),
      stop('4574:0:1', 'Weil der Stadt Stadtgarten', '48.7523774577301', '8.869444093766'),
      stop('4574:0:2', 'Weil der Stadt Stadtgarten', '48.7523774577301', '8.869444093766'),
      stop('4575:0:1', 'Weil der Stadt Merklinger Straße', '48.7554808692434', '8.86798882300553'),
      stop('4575:0:2', 'Weil der Stadt Merklinger Straße', '48.7554808692434', '8.86798882300553'),
      stop('4577:0:1', 'Münklingen Neuhauser Str.', '48.7769389105929', '8.81035291436839'),
      ['de:08317:12007:2:1', 'Lahr Schlüssel "Vis-à-Vis Bus" more text', '48.3411985847104', '7.87932997062448'],
    ],
    rejected: tooFew(10),
  },
  'bad_escape.csv': {
    rule: BACKSLASH,
    columns: ['foo', 'bar'],
    rows: [
      ['332', 'Surname\\, Firstname'],
      ['123', 'foo (\\"foo\\")'],
    ],
    rejected: [],
  },
  'comments/simple_comma.csv': {
    rule: DELIMITER,
    columns: ['', ' A few comments'],
    rows: [
      ['', " I'm a csv file"],
      ['', ' This is also a baddy'],
      ['', ' You better skip me'],
    ],
    rejected: tooFew(3, 5, 6),
  },
  'comments/only_midline.csv': { rule: MID_LINE, columns: ['1', '3#5', '7'], rows: [], rejected: tooFew(2) },
  'comments/mid_line.csv': { rule: MID_LINE, columns: ['1', '3#5', '7'], rows: [], rejected: tooFew(3) },
  'comments/mid_line_header.csv': {
    rule: MID_LINE,
    columns: ['a', 'b#12', '#'],
    rows: [['1', '3#5', '7']],
    rejected: tooFew(4),
  },
  'comments/mid_line_quote.csv': { rule: MID_LINE, columns: ['a', 'b'], rows: [['6', '7#test']], rejected: tooMany(3) },
  'comments/mid_line_null.csv': { rule: MID_LINE, columns: ['a', 'b'], rows: [['6', '#']], rejected: tooMany(3) },
  'comments/simple_mid_line.csv': {
    rule: MID_LINE,
    columns: ['a', 'b'],
    rows: [
      ['1', '3'],
      ['6', '7#bla'],
      ['6', '7'],
    ],
    rejected: tooMany(7),
  },
  'comments/midline_empty_space.csv': {
    rule: MID_LINE,
    columns: ['a', 'b'],
    rows: [['6', '7    #test']],
    rejected: tooMany(3),
  },
}

/**
 * Cases whose cells are the same and refused all the same (`RAGGED`), as the header has fewer names: the lines. DuckDB
 * drops that header.
 */
export const REFUSED: Record<string, number[]> = {
  'inconsistencies/inconsistent_columns_3.csv': [2, 3, 4, 5, 6],
  'issue5077_aligned.csv': [2],
}
