import { describe, expect, it } from 'vitest'
import { wilsonInterval } from '../../../src/metrics/intervals/proportion.ts'
import { binomialTail } from '../../../src/metrics/intervals/distributions.ts'
import { planOf, type Planned } from '../../../src/policy/plan/plan.ts'
import { defaultAssumptions, type PlanAssumptions } from '../../../src/policy/plan/assumptions.ts'
import { hanleyMcNeilVariance } from '../../../src/policy/plan/models.ts'
import { defaultPolicy, type Bound, type Policy, type Requirement } from '../../../src/policy/policy.ts'
import type { Task } from '../../../src/dataset/roles.ts'
import { sourceText } from '../../../src/words/plan.ts'
import { requirement } from '../evidence.ts'

function plan(
  requirements: Requirement[],
  assumptions: Partial<PlanAssumptions> = {},
  rest: Partial<Policy> = {},
  task: Task = 'binary',
  extraRows: number[] = [],
) {
  return planOf({ ...defaultPolicy, ...rest, requirements }, task, { ...defaultAssumptions, ...assumptions }, extraRows)
}

function planned(
  metric: string,
  bound: Bound,
  assumptions: Partial<PlanAssumptions> = {},
  rest: Partial<Requirement> = {},
  task: Task = 'binary',
): Planned {
  const [{ planned: one }] = plan([requirement(bound, { metric, ...rest })], assumptions, {}, task).requirements
  if ('cannot' in one) throw new Error(one.cannot)
  return one
}

const expecting = (metric: string, value: number): Partial<PlanAssumptions> => ({
  expected: new Map([[metric, value]]),
})

describe('rates', () => {
  // Wilson's interval excludes b where |p − b| > z·√(b(1 − b)/n): n = z²·b(1 − b)/(p − b)², worked with z = 1.959964.
  it.each([
    [0.9, 0.8, 62],
    [0.85, 0.8, 246],
    [0.95, 0.9, 139],
    [0.5, 0.6, 93],
  ])('accuracy %d against at least %d: Wilson inverted, %d rows at an even chance', (value, atLeast, rows) => {
    expect(planned('accuracy', { atLeast }, expecting('accuracy', value)).evenRows).toBe(rows)
  })

  it('recall counts positives, specificity and false positive rate negatives, each by the prevalence', () => {
    expect(planned('recall', { atLeast: 0.8 }, { ...expecting('recall', 0.9), prevalence: 0.1 }).evenRows).toBe(615)
    expect(
      planned('specificity', { atLeast: 0.8 }, { ...expecting('specificity', 0.9), prevalence: 0.9 }).evenRows,
    ).toBe(615)
    expect(
      planned('false_positive_rate', { atMost: 0.2 }, { ...expecting('false_positive_rate', 0.1), prevalence: 0.9 })
        .evenRows,
    ).toBe(615)
  })

  it('precision counts rows called positive: prevalence · recall / precision of all', () => {
    const assumptions = {
      prevalence: 0.1,
      expected: new Map([
        ['precision', 0.9],
        ['recall', 0.45],
      ]),
    }
    // 0.05 of the rows are called positive; of these it takes 61.46.
    expect(planned('precision', { atLeast: 0.8 }, assumptions).evenRows).toBe(1230)
  })

  it('with a chance of 80 % the exact binomial probability of a decision is about that', () => {
    for (const [value, atLeast] of [
      [0.9, 0.8],
      [0.8, 0.7],
      [0.6, 0.5],
    ]) {
      const { rows } = planned('accuracy', { atLeast }, expecting('accuracy', value))
      let fewest = 0
      while (wilsonInterval(fewest, rows, 1.959964).low < atLeast) fewest++
      const power = binomialTail(fewest, rows, value)
      expect(power).toBeGreaterThan(0.76)
      expect(power).toBeLessThan(0.92)
    }
  })

  it('half of the widest interval is that of Cochran’s table: ±5 % takes 385 rows, ±3 % 1,068, ±10 % 97', () => {
    // Sampling Techniques (1977): z²/(4·h²); Wilson's is shorter by a factor of √(n/(n + z²)).
    for (const [rows, half] of [
      [385, 0.05],
      [1068, 0.03],
      [97, 0.1],
    ]) {
      const [{ planned: one }] = plan(
        [requirement({ atLeast: 0.1 }, { metric: 'accuracy' })],
        expecting('accuracy', 0.5),
        {},
        'binary',
        [rows],
      ).requirements
      const point = (one as Planned).curve.find((at) => at.rows === rows)!
      expect(point.halfWidth).toBeCloseTo(half * Math.sqrt(rows / (rows + 1.959964 ** 2)), 3)
    }
  })
})

describe('functions of the four counts', () => {
  // Of a symmetric table with margins of one half, the variance of φ is (1 − φ²)/n (Bishop, Fienberg & Holland, Discrete
  // Multivariate Analysis, 1975, 11.3), and κ = φ: on Fisher's scale n = z²/((1 − φ²)(atanh 0.8 − atanh 0.7)²) = 199.4.
  it.each(['matthews_corrcoef', 'cohen_kappa'])('%s: the delta method at recall and specificity alike', (metric) => {
    const one = planned(metric, { atLeast: 0.7 }, expecting(metric, 0.8))
    expect([one.evenRows, sourceText(one.source)]).toEqual([200, 'delta method, recall and specificity 0.9 both'])
  })

  it('balanced accuracy is the mean of two independent rates: v(1 − v)(1/π + 1/(1 − π))/4', () => {
    // On the logit scale n = z²·(1/π + 1/(1 − π))/4/(v(1 − v)·(ln 9 − ln 4)²): 1.959964²·2.7778/(0.09·0.65760) = 180.3.
    expect(
      planned('balanced_accuracy', { atLeast: 0.8 }, { ...expecting('balanced_accuracy', 0.9), prevalence: 0.1 })
        .evenRows,
    ).toBe(181)
    expect(
      planned(
        'recall_macro',
        { atLeast: 0.8 },
        { ...expecting('recall_macro', 0.9), prevalence: 0.1 },
        {},
        'multiclass',
      ).evenRows,
    ).toBe(181)
  })

  it('recall is held where it is expected, and specificity is what the value then takes', () => {
    // F2 = 5·TP/(5·TP + 4·FN + FP) with π = ½ and recall 0.8: 4/(4 + 0.8 + FP) = 0.75 where FP is 8/15 of the negatives.
    const one = planned(
      'f2',
      { atLeast: 0.7 },
      {
        expected: new Map([
          ['f2', 0.75],
          ['recall', 0.8],
        ]),
      },
    )
    expect(sourceText(one.source)).toBe('delta method, recall 0.8 and specificity 0.467')
    expect(one.evenRows).toBeGreaterThan(50)
  })

  it('KS is the difference of two rates at its peak: (1 − k²)(1/π + 1/(1 − π))/4', () => {
    // ln 4 − ln 1.5 on the logit scale; n = 1.959964²·0.36/(0.16·0.98083)² = 56.2.
    expect(planned('ks', { atLeast: 0.6 }, expecting('ks', 0.8)).evenRows).toBe(57)
  })
})

describe('on the rows decided', () => {
  it('the rows are those decided, over their share', () => {
    const coverage = (value: number) => ({
      expected: new Map([
        ['accuracy', 0.9],
        ['coverage', value],
      ]),
    })
    // 62 rows (Wilson inverted, above) that are decided; or that are not.
    const decided = planned('accuracy', { atLeast: 0.8 }, coverage(0.8), { where: 'decided' })
    expect(decided.evenRows).toBe(78)
    expect(sourceText(decided.source)).toBe('Wilson 1927, of the 0.8 of the rows that are decided')
    expect(planned('accuracy', { atLeast: 0.8 }, coverage(0.8), { where: 'abstained' }).evenRows).toBe(310)
  })

  it('the share is taken from a requirement on coverage, or has to be said', () => {
    const decided = requirement({ atLeast: 0.8 }, { metric: 'accuracy', where: 'decided' })
    const covered = requirement({ atLeast: 0.6 }, { metric: 'coverage' })
    const rowsOf = (requirements: Requirement[]) =>
      plan(requirements, expecting('accuracy', 0.9)).requirements[0].planned
    // Half-way from 0.6 to 1.
    expect(rowsOf([decided, covered])).toMatchObject({ evenRows: 78 })
    expect(rowsOf([decided])).toEqual({ cannot: 'say what share of the rows is decided: --expected coverage=VALUE' })
  })
})

describe('areas', () => {
  it('Hanley & McNeil’s example (Radiology 1982): 0.893 of 51 abnormal and 58 normal images has a standard error of 0.032', () => {
    expect(Math.sqrt(hanleyMcNeilVariance(0.893, 51, 58))).toBeCloseTo(0.0325, 4)
  })

  it('ROC AUC ends on its bound at the rows planned; Gini, a rescaling, takes as many', () => {
    const { evenRows } = planned('roc_auc', { atLeast: 0.8 }, { ...expecting('roc_auc', 0.85), prevalence: 0.2 })
    const error = (rows: number) => Math.sqrt(hanleyMcNeilVariance(0.85, rows * 0.2, rows * 0.8))
    expect(0.85 - 1.959964 * error(evenRows)).toBeGreaterThanOrEqual(0.8)
    expect(0.85 - 1.959964 * error(evenRows - 1)).toBeLessThan(0.8)
    expect(planned('gini', { atLeast: 0.6 }, { ...expecting('gini', 0.7), prevalence: 0.2 }).evenRows).toBe(evenRows)
  })
})

describe('means, correlations and differences', () => {
  it('a mean: ((z(0.95) + z(0.8 one-sided))·σ/δ)² rows: Cohen’s 31.4 at half a standard deviation', () => {
    // (1.959964 + 0.841621)² / 0.5² = 31.395.
    const one = planned(
      'mean_error',
      { atMost: 0.5 },
      { ...expecting('mean_error', 0), deviations: new Map([['mean_error', 1]]) },
      {},
      'regression',
    )
    expect([one.evenRows, one.rows, one.positives]).toEqual([16, 32, null])
  })

  it('the root mean squared error of normal errors: its standard error is σ/√(2n)', () => {
    // 1.1·σ₀ is the bound: (1.959964/0.1)²/2 = 192.07 rows.
    expect(
      planned('root_mean_squared_error', { atMost: 1.1 }, expecting('root_mean_squared_error', 1), {}, 'regression')
        .evenRows,
    ).toBe(193)
  })

  it('a correlation, by Fisher’s z: (1.959964/(atanh 0.6 − atanh 0.4))² + 3 rows', () => {
    const rows = Math.ceil((1.959964 / (Math.atanh(0.6) - Math.atanh(0.4))) ** 2 + 3)
    expect(planned('pearson', { atLeast: 0.4 }, expecting('pearson', 0.6), {}, 'regression').evenRows).toBe(rows)
  })

  it('against production, the share of discordant rows decides: (ψ − d²)·(z/d)², near Connor’s 312 pairs', () => {
    const versus = { of: 'versus_production' as const }
    const one = planned(
      'accuracy',
      { atLeast: 0 },
      { expectedDifferences: new Map([['accuracy', 0.05]]), discordance: 0.1 },
      versus,
    )
    // (1.959964 + 0.841621)²·0.0975/0.0025 = 306.1; Connor (1987) has the variance under no difference for z(0.95): 311.6.
    expect(one.rows).toBe(307)
    expect(planned('recall', { atLeast: -0.01 }, { prevalence: 0.1 }, versus)).toMatchObject({
      expected: 0,
      isGiven: false,
      evenRows: 38415,
    })
  })

  it('a bound on cost takes the largest variance there can be: μ(M − μ)', () => {
    const [{ planned: one }] = plan(
      [requirement({ atMost: 0.2 }, { metric: 'expected_cost' })],
      expecting('expected_cost', 0.1),
      { costs: { falsePositive: 1, falseNegative: 10 } },
    ).requirements
    // 0.1·9.9·(1.959964/0.1)² = 380.3.
    expect((one as Planned).evenRows).toBe(381)
  })

  it('two splits with the same interval differ by √2 times it', () => {
    const [{ planned: one }] = plan(
      [requirement({ atMost: 0.05 }, { metric: 'accuracy', of: 'gap', gapFrom: 'validation' })],
      expecting('accuracy', 0.5),
    ).requirements
    // √2·z·0.5/√(n + z²) = 0.05: n = 2·(1.959964·10)² − 3.84 = 764.5.
    expect((one as Planned).evenRows).toBe(765)
  })
})

describe('a plan', () => {
  const recall = requirement({ atLeast: 0.8 }, { metric: 'recall' })
  const bySlice = requirement({ atLeast: 0.8 }, { metric: 'recall', slices: ['region'] })

  it('without an expected value plans half-way from the bound to the best', () => {
    expect(planned('recall', { atLeast: 0.8 })).toMatchObject({ expected: 0.9, isGiven: false, outcome: 'pass' })
    expect(planned('brier', { atMost: 0.2 })).toMatchObject({ expected: 0.1 })
    expect(planned('prevalence', { atLeast: 0.1, atMost: 0.2 }).expected).toBeCloseTo(0.15, 12)
    expect(planned('recall', { atLeast: 0.8 }, expecting('recall', 0.7))).toMatchObject({
      expected: 0.7,
      isGiven: true,
      outcome: 'fail',
    })
  })

  it('says what it cannot tell, and what would let it', () => {
    const cannot = (metric: string, bound: Bound, rest: Partial<Requirement> = {}, assumptions = {}) =>
      plan([requirement(bound, { metric, ...rest })], assumptions).requirements[0].planned
    expect(cannot('ece', { atMost: 0.05 })).toEqual({ cannot: expect.stringContaining('--deviation ece=VALUE') })
    expect(cannot('recall', { atLeast: 0.8 }, {}, expecting('recall', 0.8))).toEqual({
      cannot: expect.stringContaining('so close to the bound'),
    })
    expect(cannot('recall', { atLeast: 0.01 }, { of: 'versus_production' })).toEqual({
      cannot: expect.stringContaining('--expected-difference recall=VALUE'),
    })
    expect(plan([requirement({ atMost: 0.05 }, { metric: 'ece' })]).rows).toBeNull()
  })

  it('takes what decides all of it at once: chances are multiplied, one for each slice that there is room for', () => {
    const own = plan([recall]).rows!
    expect(own).toBe((plan([recall]).requirements[0].planned as Planned).rows)
    expect(plan([recall, bySlice]).rows).toBe(own)
    const withChance = (chance: number) => plan([recall], { chance }).rows!
    expect(plan([recall, recall]).rows).toBe(withChance(Math.sqrt(0.8)))
    expect(plan([recall, { ...recall, isAdvisory: true }]).rows).toBe(own)
    const ofTen = plan([bySlice], { sliceShare: 0.1 }).rows!
    expect(Math.ceil(ofTen / 10)).toBe(withChance(0.8 ** (1 / 10)))
    expect(plan([recall, requirement({ atLeast: 100_000 }, { metric: 'rows' })]).rows).toBe(100_000)
  })

  it('takes as many rows as have the positives that are asked for with the chance', () => {
    const wanted = requirement({ atLeast: 1000 }, { metric: 'positives' })
    const { rows, requirements } = plan([wanted], { prevalence: 0.01 })
    expect(requirements[0].planned).toMatchObject({ evenRows: 100_000, rows, positives: 1000 })
    expect(binomialTail(1000, rows!, 0.01)).toBeCloseTo(0.8, 2)
  })

  it('takes the rows of a share by the usual formula, with the variance at the bound and that at the value', () => {
    // (1.959964·√(0.8·0.2) + 0.841621·√(0.9·0.1))²/0.1² = 107.43 rows (Fleiss 1981, 2.2); even: 1.959964²·0.16/0.01 = 61.46.
    expect(planned('accuracy', { atLeast: 0.8 }, expecting('accuracy', 0.9))).toMatchObject({ evenRows: 62, rows: 108 })
    // (1.959964·√(0.2·0.8) + 0.841621·√(0.1·0.9))²/0.1²: the same from the other side.
    expect(
      planned('false_positive_rate', { atMost: 0.2 }, { ...expecting('false_positive_rate', 0.1), prevalence: 0 }),
    ).toMatchObject({ rows: 108 })
  })

  it('says where a formula takes for true what often is not', () => {
    const caveatOf = (
      metric: string,
      bound: Bound,
      assumptions = {},
      rest: Partial<Requirement> = {},
      task: Task = 'binary',
    ) => planned(metric, bound, assumptions, rest, task).caveat
    const versus = { of: 'versus_production' } as const
    expect(caveatOf('recall', { atLeast: 0.8 })).toBeNull()
    expect(caveatOf('recall', { atLeast: -0.02 }, expecting('recall', 0.9), versus)).toContain('--discordance')
    expect(caveatOf('f1', { atLeast: -0.02 }, expecting('f1', 0.8), versus)).toContain('--correlation')
    expect(caveatOf('expected_cost', { atMost: 0.3 }, expecting('expected_cost', 0.2))).toContain(
      '--expected recall=VALUE',
    )
    for (const metric of ['r2', 'root_mean_squared_error']) {
      const [bound, value] = metric === 'r2' ? [{ atLeast: 0.5 }, 0.6] : [{ atMost: 2 }, 1.5]
      expect(caveatOf(metric, bound, expecting(metric, value), {}, 'regression')).toContain(
        `--deviation ${metric}=VALUE`,
      )
      const given = { ...expecting(metric, value), deviations: new Map([[metric, 2]]) }
      expect(caveatOf(metric, bound, given, {}, 'regression')).toBeNull()
    }
  })

  it('each stage takes rows at its own confidence, out of as much more traffic as its share is small', () => {
    const stages = [
      { name: 'shadow', share: 0, confidence: 0.8, rows: null },
      { name: 'canary', share: 0.01, confidence: null, rows: 5000 },
    ]
    const { rows, stages: planned } = plan([recall], {}, { stages })
    expect(planned).toEqual([
      { name: 'shadow', share: 0, confidence: 0.8, rows: expect.any(Number), traffic: null },
      { name: 'canary', share: 0.01, confidence: 0.95, rows: 5000, traffic: 500_000 },
    ])
    expect(planned[0].rows).toBeLessThan(rows!)
  })

  it('its curve falls, and is decided from the rows that an even chance takes', () => {
    const [{ planned: one }] = plan([recall]).requirements
    const { curve, evenRows } = one as Planned
    expect(curve.map(({ halfWidth }) => halfWidth)).toEqual(
      curve.map(({ halfWidth }) => halfWidth).sort((a, b) => b - a),
    )
    for (const { rows, isDecided } of curve) expect(isDecided).toBe(rows >= evenRows)
  })
})
