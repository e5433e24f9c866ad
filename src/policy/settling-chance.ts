/** How likely an undecided requirement is to be settled by the rows that are said to settle it. */
export const settlingChance = 0.8
