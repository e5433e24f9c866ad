/** What a word of a header can speak of. */
export type Theme = keyof typeof lexicon

/** One word of a header, or two that belong together (`y_hat`, `ground truth`). */
export interface HeaderWord {
  /** In lower case, without accents. */
  word: string
  /** As the header writes it. */
  written: string
  themes: ReadonlySet<Theme>
}

/** What a header speaks of: for each theme the word that says so, as it is written. */
export type Themes = ReadonlyMap<Theme, string>

const lexicon = {
  /** Words that name the truth, whatever else the header says. */
  truth: `solution true truth actual actuals gold golden goldstandard groundtruth gt expected observed obs real annotated annotation annotator
    reference verified confirmed realized realised ytrue ytest yval yvalid yactual yobs yreal correctanswer correctlabel correctclass
    correctoption answerkey labeltrue ist istwert tatsachlich tatsachliche tatsachlicher wahr wahrheit reel reelle vrai verite observe
    verdadero verdad verdadeiro vero reale effettivo werkelijk`,
  /** Words that name what is to be predicted, and at times its prediction. */
  label: `label labels target targets outcome outcomes y response class classes dependent ziel zielwert zielvariable zielgrosse klasse
    cible etiqueta etiquette clase objetivo classe alvo labelvalue`,
  /** Words of things that happen. */
  event: `is has was did will churn churned default defaulted fraud fraudulent conversion converted purchase purchases purchased bought
    sold click clicks clicked survival survived readmission readmitted recid recidivism reoffended rearrested toxic spam ham cancer
    diagnosis diagnosed disease malignant infected attrition exit exited left resigned terminated retained renewed cancelled canceled
    subscribed unsubscribed won success failure fail failed death died dead alive mortality sick event approved rejected accepted denied
    granted hired paid repaid charged returned responded recovered relapsed hospitalized admitted detected delivered delayed completed
    bad kundigung gekundigt gekauft storniert stornierung abandon baja`,
  /** Words of what rows are sorted into. */
  sort: `species sentiment intent topic digit genre`,
  /** Words that name what a model says. */
  prediction: `pred preds predict predicts predicted predicting prediction predictions yhat ypred yprob yproba yscore hat forecast
    forecasted forecasts fcst estimate estimated estimates est fitted inferred inference decision decisions guess
    guessed prognose prognosen prognosewert vorhersage vorhergesagt vorhersagewert prevision previsions prevu predit predite prediccion
    predicho pronostico previsto previsao predizione voorspelling scored oof submission sub classified modeloutput flagged`,
  /** Words of what a model answers, or should have answered. */
  answer: `answer answers output outputs completion generated`,
  /** Words that name a model, or a kind of models. */
  model: `model models system systems classifier detector algo algorithm estimator learner xgb xgboost lgb lgbm lightgbm gbm gbdt gbt
    catboost rf randomforest forest logreg logistic logit regression lr svm svc knn nn dnn cnn rnn lstm mlp net network bert roberta
    distilbert deberta electra gpt gpt2 gpt3 gpt4 llm llama claude gemini mistral qwen ensemble stack stacked stacking blend nb
    naivebayes dt tree ridge lasso elasticnet ols glm gam prophet arima sarima ets tft resnet vit automl bot dummy`,
  /** Words of numbers that rank. */
  score: `score scores scoring prob probs proba probas probability probabilities p phat likelihood confidence confidences conf certainty
    risk logit logits margin margins decisionfunction propensity softmax sigmoid pd decile percentile wahrscheinlichkeit probabilite
    probabilidad probabilita konfidenz`,
  probability: `prob probs proba probas probability probabilities p phat likelihood softmax sigmoid pd propensity yprob yproba
    wahrscheinlichkeit probabilite probabilidad probabilita`,
  confidence: `confidence confidences conf certainty konfidenz`,
  margin: `logit logits margin margins decisionfunction rawscore rawprediction raw logodds`,
  percent: `pct percent percentage prozent perc`,
  /** Words of what two columns differ by. */
  residual: `residual residuals resid resids error errors err diff diffs difference delta deviation abweichung fehler ecart erreur desvio
    abserror abserr sqerror sqerr absdiff ape mape ae`,
  /** Words of an interval around a number. */
  bound: `lower upper lo hi lb ub lcl ucl ci quantile std sd stdev stddev sigma stderr variance interval p05 p10 p25 p75 p90 p95 low high
    min max`,
  /** Words of grades that rows have been given already. */
  graded: `correct iscorrect correctness pass passed passes graded grade grades judge judged judgement judgment rating ratings win wins
    winner preference preferred exactmatch em bleu rouge reward helpfulness faithfulness groundedness right wrong match matched hit solved
    resolved incorrect`,
  /** Words of what rows are like, not of what becomes of them. */
  feature: `gender sex age race ethnicity male female region country state city zip married marital education encoded code dummy weekend
    holiday weekday month year day hour segment tier device browser channel store owns owner tenure member urban smoker height weight
    encoding normalized normalised scaled standardized credit fico nps satisfaction engagement quality health exam usage lag lagged last
    prior avg average rolling mean budget plan planned quota`,
  production: `prod production champion baseline incumbent current old previous prev existing legacy live v1 alt alte alter bisher aktuell
    ancien viejo`,
  candidate: `candidate challenger new next v2 v3 neu neue neuer proposed nouveau nuevo`,
  /** Words of columns that tell models apart where each row is of one. */
  modelname: `model models modelname modelid system algorithm algo classifier estimator learner method approach detector predictor pipeline
    checkpoint variant engine mtry epoch trial experiment`,
  query: `qid query queryid search searchid srch`,
  relevance: `relevance rel relevant gain`,
  document: `doc docid document documentid rank position`,
  time: `time timestamp date datetime ts day month year week created updated at when ds zeit datum zeitpunkt fecha`,
  /** Words that say only what kind of thing a column holds. */
  filler: `value values val of the for by to and column col final is has was did will`,
} as const

const themesOfWord = new Map<string, Set<Theme>>()
for (const [theme, words] of Object.entries(lexicon) as [Theme, string][]) {
  for (const word of words.split(/\s+/).filter((each) => each !== '')) {
    themesOfWord.set(word, (themesOfWord.get(word) ?? new Set()).add(theme))
  }
}

/** Words that are found in others that are written together: `truelabel`, `ypred`. */
const joinable = new Set(
  [
    ...`y true truth actual gold expected observed pred preds predicted prediction predict prob proba probability score label class target
    value hat test forecast estimated confidence outcome is`.split(/\s+/),
  ].filter((word) => word !== ''),
)

/**
 * The words of a header: split at case changes, digits and signs; without accents, in lower case.
 * @example headerWords('OOF_yPred2').map(({ word }) => word) // ['oof', 'y', 'pred', '2']
 */
export function headerWords(header: string): HeaderWord[] {
  const parts = [...header.matchAll(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}|\p{Lo}+|\d+/gu)].flatMap(([written]) =>
    partsOf(written),
  )
  const words: HeaderWord[] = []
  const ofProgram = spssThemes(header)
  for (let i = 0; i < parts.length; i++) {
    const two = i + 1 < parts.length ? plain(parts[i]) + plain(parts[i + 1]) : ''
    if (two !== '' && themesOfWord.has(two) && !/^\d/.test(two)) {
      words.push({ word: two, written: writtenIn(header, parts[i], parts[i + 1]), themes: themesOfWord.get(two)! })
      i++
      continue
    }
    const word = plain(parts[i])
    words.push({
      word,
      written: parts[i],
      themes: i === 0 && ofProgram !== null ? ofProgram : (themesOfWord.get(word) ?? noThemes),
    })
  }
  return words
}

/** What the words of a header speak of. */
export function themesOfWords(words: readonly HeaderWord[]): Themes {
  const themes = new Map<Theme, string>()
  for (const { written, themes: own } of words)
    for (const theme of own) if (!themes.has(theme)) themes.set(theme, written)
  return themes
}

/** The words that speak of none of some themes: what a column is of. */
export function otherWords(words: readonly HeaderWord[], themes: readonly Theme[]): string[] {
  return words.filter((word) => themes.every((theme) => !word.themes.has(theme))).map(({ word }) => word)
}

/** Whether all words of a header, numbers aside, speak of some themes. */
export function speaksOnlyOf(words: readonly HeaderWord[], themes: readonly Theme[]): boolean {
  return words.every(({ word, themes: own }) => /^\d+$/.test(word) || themes.some((theme) => own.has(theme)))
}

const noThemes: ReadonlySet<Theme> = new Set()

/** SPSS names what a model says `$N-churn`, its confidence `$NC-churn` and probabilities `$NP-1`. */
function spssThemes(header: string): ReadonlySet<Theme> | null {
  const match = /^\$([A-Z]{1,3})-/.exec(header)
  if (match === null) return null
  if (match[1].length > 1 && match[1].endsWith('C')) return new Set<Theme>(['prediction', 'score', 'confidence'])
  if (match[1].length > 1 && match[1].endsWith('P')) return new Set<Theme>(['prediction', 'score', 'probability'])
  return new Set<Theme>(['prediction'])
}

/** A word that consists of known ones, taken apart: `truelabel`. */
function partsOf(written: string): string[] {
  const word = plain(written)
  if (themesOfWord.has(word) || word.length < 4 || word.length !== written.length) return [written]
  for (let at = 1; at < word.length - 1; at++) {
    if (joinable.has(word.slice(0, at)) && joinable.has(word.slice(at)) && (at > 1 || word.startsWith('y')))
      return [written.slice(0, at), written.slice(at)]
  }
  return [written]
}

function plain(written: string): string {
  return written.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
}

/** Two neighbouring parts with what stands between them. */
function writtenIn(header: string, first: string, second: string): string {
  const start = header.indexOf(first)
  const at = header.indexOf(second, start + first.length)
  return start < 0 || at < 0 ? `${first} ${second}` : header.slice(start, at + second.length)
}
