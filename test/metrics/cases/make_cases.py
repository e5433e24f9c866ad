"""Makes the data sets beside this file, and what scikit-learn says of them.

NAME.csv holds rows of predictions; NAME.json the task, the policy's columns, the expected metrics of the rows, the same of weighted rows, and
curves of two classes. The JSON says with which versions it was made.

Run: python3 make_cases.py
"""
import json
import platform
import warnings

import numpy as np
import sklearn
import sklearn.metrics as m

MADE_WITH = f'make_cases.py, scikit-learn {sklearn.__version__}, NumPy {np.__version__}, Python {platform.python_version()}'


def write(name, what, task, table, columns, evaluations):
    """Writes the table with full precision, and beside it the expected numbers: those of the plain and of the weighted rows."""
    with open(f'{name}.csv', 'w', newline='\n') as file:
        file.write(','.join(table) + '\n')
        for cells in zip(*table.values()):
            file.write(','.join(repr(float(cell)) if isinstance(cell, np.floating) else str(cell) for cell in cells) + '\n')
    heads = ',\n'.join(f'  {json.dumps(key)}: {json.dumps(value)}' for key, value in [('what', what), ('made_with', MADE_WITH), ('task', task), ('columns', columns)])
    bodies = ',\n'.join(
        f'  {json.dumps(key)}: {{\n' + ',\n'.join(f'    {json.dumps(inner)}: {json.dumps(value)}' for inner, value in values.items()) + '\n  }'
        for key, values in evaluations.items()
    )
    with open(f'{name}.json', 'w', newline='\n') as file:
        file.write(f'{{\n{heads},\n{bodies}\n}}\n')


def floats(values):
    return {key: float(value) for key, value in values.items()}


def of_two_classes(y, score, w=None):
    predicted = (score >= 0.5).astype(int)
    pair = dict(y_true=y, y_pred=predicted, sample_weight=w)
    return floats({
        'roc_auc': m.roc_auc_score(y, score, sample_weight=w),
        'average_precision': m.average_precision_score(y, score, sample_weight=w),
        'brier': m.brier_score_loss(y, score, sample_weight=w),
        'log_loss': m.log_loss(y, score, sample_weight=w),
        'accuracy': m.accuracy_score(**pair),
        'balanced_accuracy': m.balanced_accuracy_score(**pair),
        'precision': m.precision_score(**pair),
        'recall': m.recall_score(**pair),
        'specificity': m.recall_score(**pair, pos_label=0),
        'npv': m.precision_score(**pair, pos_label=0),
        'f1': m.f1_score(**pair),
        'f0_5': m.fbeta_score(**pair, beta=0.5),
        'f2': m.fbeta_score(**pair, beta=2),
        'jaccard': m.jaccard_score(**pair),
        'cohen_kappa': m.cohen_kappa_score(y, predicted, sample_weight=w),
        'matthews_corrcoef': m.matthews_corrcoef(**pair),
    })


def curves(y, score, w=None):
    """scikit-learn's curves, in its order; without the last point of precision and recall, which belongs to no threshold."""
    false_positive_rate, true_positive_rate, _ = m.roc_curve(y, score, sample_weight=w, drop_intermediate=False)
    precision, recall, thresholds = m.precision_recall_curve(y, score, sample_weight=w)
    return {
        'roc': {'x': false_positive_rate.tolist(), 'y': true_positive_rate.tolist()},
        'precision_recall': {'x': recall[:-1].tolist(), 'y': precision[:-1].tolist(), 'thresholds': thresholds.tolist()},
    }


def of_several_classes(y, predicted, probabilities, labels, w=None):
    values = {
        'accuracy': m.accuracy_score(y, predicted, sample_weight=w),
        'balanced_accuracy': m.balanced_accuracy_score(y, predicted, sample_weight=w),
        'cohen_kappa': m.cohen_kappa_score(y, predicted, sample_weight=w),
        'matthews_corrcoef': m.matthews_corrcoef(y, predicted, sample_weight=w),
        'log_loss': m.log_loss(y, probabilities, labels=labels, sample_weight=w),
        'roc_auc_ovr': m.roc_auc_score(y, probabilities, labels=labels, multi_class='ovr', average='macro', sample_weight=w),
        'f1_micro': m.f1_score(y, predicted, average='micro', sample_weight=w),
    }
    for average in ['macro', 'weighted']:
        values[f'precision_{average}'] = m.precision_score(y, predicted, average=average, sample_weight=w)
        values[f'recall_{average}'] = m.recall_score(y, predicted, average=average, sample_weight=w)
        values[f'f1_{average}'] = m.f1_score(y, predicted, average=average, sample_weight=w)
    # scikit-learn has no weights for pairs of classes.
    if w is None:
        values['roc_auc_ovo'] = m.roc_auc_score(y, probabilities, labels=labels, multi_class='ovo', average='macro')
    return floats(values)


def of_numbers(y, predicted, w=None):
    return floats({
        'mean_squared_error': m.mean_squared_error(y, predicted, sample_weight=w),
        'root_mean_squared_error': m.root_mean_squared_error(y, predicted, sample_weight=w),
        'mean_absolute_error': m.mean_absolute_error(y, predicted, sample_weight=w),
        'mean_absolute_percentage_error': m.mean_absolute_percentage_error(y, predicted, sample_weight=w),
        'r2': m.r2_score(y, predicted, sample_weight=w),
    })


def main():
    rng = np.random.default_rng(12)

    # Scores of three decimals, so that there are ties, and scores at the threshold.
    y = (rng.random(300) < 0.4).astype(int)
    score = np.round(1 / (1 + np.exp(-(1.6 * y - 0.7 + rng.normal(0, 1.2, 300)))), 3)
    score[:4] = 0.5
    w = np.round(rng.gamma(2.0, 20.0, 300), 6)
    write(
        'two-classes',
        '300 rows of two classes, with tied scores',
        'binary',
        {'label': y, 'score': score, 'weight': w},
        {'label': 'label', 'positive': '1', 'candidate': 'score'},
        {
            'metrics': of_two_classes(y, score),
            'curves': curves(y, score),
            'weighted_metrics': of_two_classes(y, score, w),
            'weighted_curves': curves(y, score, w),
        },
    )

    # The classes are named so that their order is neither that of the alphabet nor that of their size.
    labels = ['low', 'average', 'high', 'extreme']
    index = rng.choice(4, 400, p=[0.45, 0.3, 0.2, 0.05])
    strength = rng.normal(0, 1, (400, 4))
    strength[np.arange(400), index] += 1.3
    probabilities = np.exp(strength) / np.exp(strength).sum(axis=1, keepdims=True)
    w = np.round(rng.gamma(2.0, 20.0, 400), 6)
    order = np.argsort(labels)
    truth = np.array(labels)[index]
    predicted = np.array(labels)[probabilities.argmax(axis=1)]
    arguments = (truth, predicted, probabilities[:, order], np.array(labels)[order])
    write(
        'several-classes',
        '400 rows of four classes, one of them rare',
        'multiclass',
        {'label': truth, **{f'p_{label}': probabilities[:, i] for i, label in enumerate(labels)}, 'weight': w},
        {'label': 'label', 'candidate': 'p_*'},
        {'metrics': of_several_classes(*arguments), 'weighted_metrics': of_several_classes(*arguments, w)},
    )

    y = np.round(rng.normal(20, 8, 200), 4)
    predicted = np.round(y + rng.standard_t(4, 200) * 2.5 + 0.3, 4)
    w = np.round(rng.gamma(2.0, 20.0, 200), 6)
    write(
        'numbers',
        '200 numbers and what a model predicts',
        'regression',
        {'label': y, 'prediction': predicted, 'weight': w},
        {'label': 'label', 'candidate': 'prediction'},
        {'metrics': of_numbers(y, predicted), 'weighted_metrics': of_numbers(y, predicted, w)},
    )


if __name__ == '__main__':
    warnings.simplefilter('error')
    main()
