"""Trains the second learned reader: weights for groups of letters and pairs of words, nothing more.

It knows no meaning, and so errs elsewhere than the sentence model does; their outputs are added (`share` in reader.json). The file is a
table of int8, one row of outputs for each of 2^16 buckets a group may fall into, with a scale for each output in letters.json.

python letters.py --base BASE --rows FILES --hold FILES --calm chat.txt --out OUT
"""
import argparse, glob, json, os, random
import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from transformers import AutoTokenizer

import patterns
from train import KINDS, REASONS, read_all, read_calm

BUCKETS = 1 << 16
OUTPUTS = 2 + len(KINDS) + len(REASONS)


def bucket(group):
    """FNV-1a over the bytes, folded to a bucket."""
    h = 0x811c9dc5
    for byte in group.encode('utf-8'): h = ((h ^ byte) * 0x01000193) & 0xffffffff
    return (h ^ (h >> 16)) % BUCKETS


known = {}


def words_of(pieces):
    """The words again, from the pieces that the sentence model gets."""
    words = []
    for piece in pieces:
        if piece.startswith('##') and words: words[-1] += piece[2:]
        else: words.append(piece)
    return words


def groups(words):
    """The buckets of words and pairs of words, and of three to five letters of each word; each bucket once."""
    pairs = {f'w{one}' for one in words} | {f'w{one} {two}' for one, two in zip(words, words[1:])}
    letters = {f'c{padded[i:i + n]}' for word in words for padded in (f' {word} ',) for n in (3, 4, 5) for i in range(len(padded) - n + 1)}
    for group in pairs | letters:
        if group not in known: known[group] = bucket(group)
    return sorted({known[one] for one in pairs}), sorted({known[one] for one in letters})


def table(tok, texts):
    """A row of weights for each text (or its pieces, where they are cut already): what it has of each kind of group, over the root of how many it has of that kind."""
    rows, cols, values = [], [], []
    for i, text in enumerate(texts):
        pieces = tok.tokenize(text.lower()) if isinstance(text, str) else text
        for some in groups(words_of(pieces)):
            rows += [i] * len(some); cols += some; values += [len(some) ** -.5] * len(some)
    return sp.csr_matrix((values, (rows, cols)), shape=(len(texts), BUCKETS))


def learn(tok, rows):
    """Weights (buckets by outputs) and a bias for each output."""
    x = table(tok, [row[0] for row in rows])
    often = np.asarray((x > 0).sum(0)).ravel()
    rare = np.where(often < 2, 0, np.log((1 + len(rows)) / (1 + often)) / 3)  # a group said everywhere says little
    x = x @ sp.diags(rare)
    weights = np.zeros((BUCKETS, OUTPUTS)); bias = np.zeros(OUTPUTS)
    harm = np.array([row[1] for row in rows])
    for i, want in enumerate((harm > 0, harm > 1)):
        fit = LogisticRegression(C=8, max_iter=300).fit(x, want)
        weights[:, i] = fit.coef_[0]; bias[i] = fit.intercept_[0]
    for start, names, at in ((2, KINDS, 2), (2 + len(KINDS), REASONS, 3)):
        known_ = [i for i, row in enumerate(rows) if row[at] is not None]
        fit = LogisticRegression(C=8, max_iter=300).fit(x[known_], [names.index(rows[i][at]) for i in known_])
        for j, one in enumerate(fit.classes_):
            weights[:, start + one] = fit.coef_[j]; bias[start + one] = fit.intercept_[j]
    return weights * rare[:, None], bias


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--base', required=True, help='folder of the base model, for its tokenizer')
    args.add_argument('--rows', nargs='+', required=True)
    args.add_argument('--hold', nargs='*', default=[])
    args.add_argument('--calm', nargs='*', default=[])
    args.add_argument('--out', required=True)
    a = args.parse_args()
    os.makedirs(a.out, exist_ok=True)
    hold = set(map(os.path.abspath, a.hold)); held = read_all(a.hold)
    texts = {row[0].strip().lower() for row in held}
    rows = read_all(sorted(p for one in a.rows for p in glob.glob(one) if os.path.abspath(p) not in hold))
    rows = [row for row in rows if row[0].strip().lower() not in texts]
    rows += patterns.draw(len(rows) // 2, random.Random(3)) + [(*row, 'chat') for path in a.calm for row in read_calm(path)]
    tok = AutoTokenizer.from_pretrained(a.base)
    weights, bias = learn(tok, rows)
    scale = np.abs(weights).max(0) / 127
    small = np.round(weights / scale).astype(np.int8)
    small.tofile(f'{a.out}/letters.bin')
    with open(f'{a.out}/letters.json', 'w') as f:
        json.dump({'scale': [round(float(v), 8) for v in scale], 'bias': [round(float(v), 5) for v in bias]}, f)
    for path in a.hold:
        mine = [row for row in held if row[4] == os.path.basename(path)]
        z = table(tok, [row[0] for row in mine]) @ (small * scale) + bias
        with open(f'{a.out}/{os.path.basename(path)}.letters.jsonl', 'w') as f:
            for one in z: f.write(json.dumps([round(float(v), 3) for v in one]) + '\n')
    print(len(rows), 'rows', os.path.getsize(f'{a.out}/letters.bin') / 1e6, 'MB')


if __name__ == '__main__':
    main()
