"""Writes into each NAME.json beside this file what scikit-learn says of the rows of its case, read as a person would read them.

`values` holds the rows that are evaluated, the positives among them, the rows that are left out, and metrics of the candidate, or of the model
in production where `production ` stands before them; `made_with` says with which versions. How each file is read is said here again, by hand,
and not taken from the rest of the JSON: a case is right where both say the same.

Run: python3 make_values.py
"""
import json
import platform
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
import sklearn.metrics as m
from scipy.special import expit, softmax

HERE = Path(__file__).parent
MADE_WITH = f'make_values.py, scikit-learn {sklearn.__version__}, pandas {pd.__version__}, Python {platform.python_version()}'


def table(name, **options):
    """All cells as texts, as they are written."""
    return pd.read_csv(HERE / name, dtype=str, keep_default_na=False, **options)


def plain(values):
    return {key: value if isinstance(value, int) else float(value) for key, value in values.items()}


def decided(truth, predicted):
    return {
        'accuracy': m.accuracy_score(truth, predicted),
        'recall': m.recall_score(truth, predicted),
        'precision': m.precision_score(truth, predicted),
    }


def binary(truth, score=None, predicted=None, threshold=0.5, production=None, left_out=None):
    """truth: booleans; scores: numbers; predicted: booleans, where there are no scores."""
    truth = np.asarray(truth, bool)
    values = {'rows': len(truth), 'positives': int(truth.sum())}
    if left_out is not None:
        values['left_out'] = left_out
    if score is None:
        values |= decided(truth, np.asarray(predicted, bool))
    else:
        score = np.asarray(score, float)
        values |= {'roc_auc': m.roc_auc_score(truth, score)} | decided(truth, score >= threshold)
        if score.min() >= 0 and score.max() <= 1:
            values['log_loss'] = m.log_loss(truth, score)
    if production is not None:
        other = np.asarray(production, float)
        values |= {
            'production roc_auc': m.roc_auc_score(truth, other),
            'production accuracy': m.accuracy_score(truth, other >= threshold),
        }
    return plain(values)


def multiclass(truth, predicted=None, probabilities=None, left_out=None):
    """truth, predicted: names of classes; probabilities: {class: numbers}."""
    values = {'rows': len(truth)}
    if left_out is not None:
        values['left_out'] = left_out
    if probabilities is not None:
        classes = sorted(probabilities)
        shares = np.column_stack([np.asarray(probabilities[name], float) for name in classes])
        predicted = np.array(classes)[shares.argmax(axis=1)]
        values |= {'log_loss': m.log_loss(truth, shares, labels=classes), 'roc_auc_ovr': roc_auc_ovr(truth, shares, classes)}
    values |= {'accuracy': m.accuracy_score(truth, predicted), 'f1_macro': m.f1_score(truth, predicted, average='macro')}
    return plain(values)


def roc_auc_ovr(truth, shares, classes):
    """The mean over classes, each against all others, without the sum of probabilities being held to 1 in every digit."""
    truth = np.asarray(truth)
    return float(np.mean([m.roc_auc_score(truth == name, shares[:, at]) for at, name in enumerate(classes)]))


def regression(truth, predicted, production=None):
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    values = {'rows': len(truth), 'mean_absolute_error': m.mean_absolute_error(truth, predicted), 'r2': m.r2_score(truth, predicted)}
    if production is not None:
        values['production mean_absolute_error'] = m.mean_absolute_error(truth, np.asarray(production, float))
    return plain(values)


CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


@case
def booleans():
    t = table('booleans.csv')
    return binary(t['is_fraud'] == 'True', t['fraud_score'])


@case
def columns_named_as_classes():
    t = table('columns_named_as_classes.csv')
    return multiclass(t['species'], probabilities={name: t[name] for name in ['bird', 'cat', 'dog']})


@case
def commas_between_thousands():
    t = table('commas_between_thousands.csv')
    return regression(t['actual_price'].str.replace(',', ''), t['predicted_price'].str.replace(',', ''))


@case
def deciles():
    t = table('deciles.csv')
    return binary(t['two_year_recid'] == '1', t['decile_score'], threshold=5)


@case
def equal_columns_of_one_name():
    t = table('equal_columns_of_one_name.csv')
    return binary(t['two_year_recid'] == '1', t['decile_score'], threshold=5)


@case
def decimal_comma():
    t = table('decimal_comma.csv', sep=';', encoding='utf-8-sig')
    number = lambda column: t[column].str.replace(',', '.').astype(float)
    return binary(t['Gekündigt'] == '1', number('Score_neu'), production=number('Score_alt'))


@case
def decision_beside_score():
    t = table('decision_beside_score.csv')
    return binary(t['income'] == '>50K', t['Scored Probabilities'])


@case
def decisions_called_score():
    t = table('decisions_called_score.csv')
    return binary(t['label_value'] == '1', predicted=t['score'] == '1.0')


@case
def dots_between_thousands():
    t = table('dots_between_thousands.csv', sep=';')
    return regression(t['Ist'].str.replace('.', ''), t['Prognose'].str.replace('.', ''))


@case
def empty_truth():
    t = table('empty_truth.csv')
    known = t[t['outcome'] != '']
    return binary(known['outcome'] == '1', known['score'], left_out=len(t) - len(known))


@case
def features_and_prediction():
    t = table('features_and_prediction.csv')
    return binary(t['approved'] == '1', t['prediction_probability'])


@case
def index_without_name():
    t = table('index_without_name.csv')
    return binary(t['y_true'] == '1', t['y_proba'])


@case
def margins():
    t = table('margins.csv')
    return binary(t['y'] == '1', t['decision_function'], threshold=0)


@case
def missing_in_four_spellings():
    t = table('missing_in_four_spellings.csv')
    known = t[t['label'].isin(['0', '1'])]
    return binary(known['label'] == '1', known['score'], left_out=len(t) - len(known))


@case
def missing_truth_among_numbers():
    t = table('missing_truth_among_numbers.csv')
    known = t[t['obs'] != 'NA']
    return binary(known['obs'] == '1', predicted=known['pred'] == '1', left_out=len(t) - len(known))


@case
def missing_truth_among_words():
    t = table('missing_truth_among_words.csv')
    known = t[t['obs'] != 'NA']
    return multiclass(known['obs'], probabilities={name: known[name] for name in ['cat', 'dog', 'bird']}, left_out=len(t) - len(known))


@case
def no_header():
    t = table('no_header.csv', header=None)
    return binary(t[0] == '1', t[1])


@case
def out_of_fold_scores():
    t = table('out_of_fold_scores.csv')
    return binary(t['Actual_Churn'] == '1', t['OOF_p_churn'])


@case
def pattern_in_brackets():
    t = table('pattern_in_brackets.csv')
    return multiclass(t['y_true'], probabilities={name: t[f'proba[{name}]'] for name in ['cat', 'dog', 'bird']})


@case
def percent():
    t = table('percent.csv')
    return binary(t['churned'] == 'Yes', t['score'].str.rstrip('%').astype(float) / 100)


@case
def probabilities_by_number():
    t = table('probabilities_by_number.csv')
    return multiclass(t['label'], probabilities={'cat': t['prob_0'], 'dog': t['prob_1'], 'bird': t['prob_2']})


@case
def row_for_each_model():
    t = table('row_for_each_model.csv')
    both = t[t['model'] == 'xgboost'].merge(t[t['model'] == 'logreg'], on='id', suffixes=('', '_old'))
    return binary(both['label'] == '1', both['score'], production=both['score_old'])


@case
def score_of_each_class():
    t = table('score_of_each_class.csv')
    return binary(t['readmitted'] == '1', t['readmitted_1_PREDICTION'])


def of_predicted_class(t, label, score, predicted, positive):
    numbers = t[score].astype(float)
    return binary(t[label] == positive, np.where(t[predicted] == positive, numbers, 1 - numbers))


@case
def score_of_predicted_class():
    return of_predicted_class(table('score_of_predicted_class.csv'), 'Purchase', 'prediction_score', 'prediction_label', '1')


@case
def score_of_predicted_class_named():
    return of_predicted_class(table('score_of_predicted_class_named.csv'), 'true_label', 'score', 'label', 'POSITIVE')


@case
def score_of_predicted_class_spss():
    return of_predicted_class(table('score_of_predicted_class_spss.csv'), 'churn', '$NC-churn', '$N-churn', 'T')


@case
def scores_to_100():
    t = table('scores_to_100.csv')
    return binary(t['churned'] == '1', t['probability_pct'].astype(float) / 100)


@case
def several_labels():
    t = table('several_labels.csv')
    return binary(t['toxic'] == '1', t['pred_toxic'])


@case
def spelling():
    t = table('spelling.csv')
    return multiclass(t['gold'].str.strip().str.lower(), t['answer'].str.strip().str.lower())


@case
def submission():
    both = table('submission.csv').merge(table('solution.csv'), on='id', suffixes=('_score', '_truth'))
    return binary(both['target_truth'] == '1', both['target_score'])


@case
def tabs():
    t = table('tabs.tsv', sep='\t')
    return binary(t['label'] == '1', t['score'])


@case
def texts_with_line_breaks():
    t = table('texts_with_line_breaks.csv')
    return multiclass(t['Actual Label'], t['Predicted Label'])


@case
def three_horizons():
    t = table('three_horizons.csv')
    return regression(t['y_t+2'], t['pred_t+2'])


@case
def three_models():
    t = table('three_models.csv')
    return binary(t['y_true'] == '1', t['knn_proba'], production=t['lr_proba'])


@case
def three_systems():
    t = table('three_systems.csv')
    return multiclass(t['gold_label'], t['full_system'])


@case
def truth_prediction_error():
    t = table('truth_prediction_error.csv')
    return regression(t['Actual IMDB Score'], t['Predicted IMDB Score'])


@case
def two_classifiers():
    t = table('two_classifiers.csv')
    return binary(t['expected_label'] == 'toxic', t['toxic_bert_score'], production=t['detoxify_score'])


@case
def two_columns_named_as_classes():
    t = table('two_columns_named_as_classes.csv')
    return binary(t['class'] == ' >50K', t[' >50K'])


@case
def two_predictions_with_residuals():
    t = table('two_predictions_with_residuals.csv')
    return regression(t['Current Charges'], t['Ridge_Predicted'], production=t['LR_Predicted'])


@case
def unique_times():
    t = table('unique_times.csv')
    return binary(t['label'] == '1', t['score'])


@case
def vector_in_a_cell():
    t = table('vector_in_a_cell.csv')
    return binary(t['label'] == '1.0', t['probability'].map(lambda cell: json.loads(cell)[1]))


@case
def y_pred():
    return binary(table('y_test.csv')['y_test'] == '1', table('y_pred.csv')['y_pred'])


@case
def list_of_objects():
    t = table('list_of_objects.csv')
    return binary(t['churned'] == '1', predicted=t['predicted_churned'] == '1')


@case
def vector_beside_its_element():
    t = table('vector_beside_its_element.csv')
    return binary(t['y'] == 'True.', t['probabilities'].map(lambda cell: json.loads(cell)[1]))


@case
def euros():
    t = table('euros.csv', sep=';')
    amounts = lambda column: t[column].str.rstrip(' €').str.replace('.', '').str.replace(',', '.')
    return regression(amounts('Umsatz (Ist)'), amounts('Umsatz (Prognose)'))


@case
def row_for_each_setting():
    t = table('row_for_each_setting.csv')
    both = t[t['mtry'] == '3'].merge(t[t['mtry'] == '2'], on='rowIndex', suffixes=('', '_old'))
    return binary(both['obs'] == 'Yes', both['Yes'], production=both['Yes_old'])


@case
def decided_at_another_threshold():
    t = table('decided_at_another_threshold.csv')
    return binary(t['Attrition'] == 'Yes', t['Yes'])


@case
def scores_in_a_list():
    rows = [json.loads(line) for line in (HERE / 'scores_in_a_list.jsonl').read_text().splitlines()]
    return binary([row['instance']['churned'] == '1' for row in rows], [row['prediction']['scores'][1] for row in rows])


@case
def logits_in_a_cell():
    t = table('logits_in_a_cell.csv')
    shares = softmax(np.array([json.loads(cell) for cell in t['logits']]), axis=1)
    return multiclass(t['label'], probabilities=dict(zip(['cat', 'dog', 'fish'], shares.T)))


@case
def logits_named():
    t = table('logits_named.csv')
    names = ['cat', 'dog', 'fish']
    shares = softmax(t[[f'logit_{name}' for name in names]].to_numpy(float), axis=1)
    return multiclass(t['label'], probabilities=dict(zip(names, shares.T)))


@case
def logits_of_two_classes():
    t = table('logits_of_two_classes.csv')
    return binary(t['label'] == '1', softmax(t[['logit_0', 'logit_1']].to_numpy(float), axis=1)[:, 1])


@case
def logits_of_two_models():
    t = table('logits_of_two_models.csv')
    return binary(t['y'] == '1', expit(t['logit_new'].astype(float)), production=expit(t['logit_prod'].astype(float)))


def main():
    for name, values_of in CASES.items():
        path = HERE / f'{name}.json'
        said = json.loads(path.read_text(encoding='utf-8'))
        said |= {'values': values_of(), 'made_with': MADE_WITH}
        path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')
    for path in sorted(HERE.glob('*.json')):
        if path.stem not in CASES:
            print(f'{path.stem}: not evaluated')


if __name__ == '__main__':
    main()
