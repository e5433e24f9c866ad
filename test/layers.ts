/** Layers without DOM, Node, clock and chance, in the order in which they may import each other. */
export const pureLayers = [
  'table',
  'csv',
  'containers',
  'dataset',
  'tally',
  'metrics',
  'split',
  'policy',
  'result',
  'words',
  'report',
  'evaluate',
]
