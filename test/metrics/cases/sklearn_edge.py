"""Answers the cases of sklearn-edge.json with scikit-learn: the value, the warnings, or the error.

Run: python3 sklearn_edge.py   (made with scikit-learn 1.2.1, NumPy 1.26.4, Python 3.11; later versions answer some cases otherwise)
It keeps the questions (metric, args, kwargs) and writes the answers, one case a line.
"""
import json
import math
import warnings

import numpy as np
import sklearn
import sklearn.metrics

FILE = 'sklearn-edge.json'


def read(value):
    """NaN and infinities stand as {"$number": "NaN"}."""
    if isinstance(value, dict):
        return float(value['$number'].replace('Infinity', 'inf'))
    if isinstance(value, list):
        return [read(each) for each in value]
    return value


def written(value):
    if isinstance(value, (list, tuple, np.ndarray)):
        return [written(each) for each in value]
    number = float(value)
    if math.isfinite(number):
        return number
    return {'$number': 'NaN' if math.isnan(number) else 'Infinity' if number > 0 else '-Infinity'}


def answered(case):
    question = {key: case[key] for key in ['id', 'name', 'why', 'metric', 'args', 'kwargs']}
    kwargs = {key: read(value) for key, value in case['kwargs'].items()}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            answer = {'value': written(getattr(sklearn.metrics, case['metric'])(*read(case['args']), **kwargs))}
        except Exception as error:
            answer = {'raises': type(error).__name__, 'message': str(error)}
    names = sorted({warning.category.__name__ for warning in caught} - {'FutureWarning', 'DeprecationWarning'})
    return {**question, 'warnings': names, **answer}


with open(FILE) as file:
    cases = json.load(file)['cases']
lines = ',\n'.join(json.dumps(answered(case)) for case in cases)
with open(FILE, 'w', newline='\n') as file:
    file.write(f'{{"engine": "scikit-learn {sklearn.__version__}", "cases": [\n{lines}\n]}}\n')
