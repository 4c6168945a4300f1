"""Fits the last layer of a reader anew for kinds and reasons, on whole messages labelled by those who labelled for measuring.

    python head.py --reader FILE.onnx --card reader.json --letters FOLDER --base base --rows FILES.jsonl [--hold FILES.jsonl] --out OUT

The corpus was labelled by many; what counts as which reason they did not always see alike. The sentence model stays as it is, and so
does what it says of harm: to the layer behind it a difference is added, as small as explains the labels (`PULL`). It is fitted to what
the sentence model and the letters say together, as the bot adds them.
"""
import argparse, hashlib, json, os
import numpy as np, onnx, onnx.numpy_helper, onnxruntime, torch
from torch.nn import functional as F
from transformers import AutoTokenizer

from calibrate import ALIKE, SHARE, outputs
from letters import OUTPUTS, table
from train import KINDS, REASONS, read_jsonl

HEAD, SUMMED = 'head.weight_Transposed', '/Concat_output_0'
# How dear a difference is, and the temperature at which the card reads the outputs.
PULL = {'kind': (.01, 1.75), 'reason': (.03, 1.5)}
LONGEST = 126


def known(model): return {one.name: one for one in model.graph.initializer}


def head_of(model):
    held = {part: onnx.numpy_helper.to_array(known(model)[f'{HEAD}_{part}']).astype(np.float32) for part in ('quantized', 'scale', 'zero_point')}
    return (held['quantized'] - held['zero_point']) * held['scale']


def put(model, name, value):
    known(model)[name].CopyFrom(onnx.numpy_helper.from_array(value, name))


def watched(model):
    more = onnx.ModelProto(); more.CopyFrom(model)
    more.graph.output.append(onnx.helper.make_tensor_value_info(SUMMED, onnx.TensorProto.FLOAT, None))
    return onnxruntime.InferenceSession(more.SerializeToString())


def difference(x, before, want, pull, temperature):
    """What to add to weights and bias, so that the labels are likelier; `x` the sums of each message, `before` its outputs so far."""
    middle, spread = x.mean(0), x.std(0) + 1e-2
    even = (x - middle) / spread
    weights = torch.zeros(x.shape[1], before.shape[1], requires_grad=True); bias = torch.zeros(before.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=60, line_search_fn='strong_wolfe')

    def step():
        optimiser.zero_grad()
        loss = F.cross_entropy((before + even @ weights + bias) / temperature, want) + pull * (weights ** 2).sum()
        loss.backward(); return loss
    optimiser.step(step)
    with torch.no_grad(): return (weights / spread[:, None]).numpy(), (bias - (middle / spread) @ weights).numpy()


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--reader', required=True); args.add_argument('--card', required=True); args.add_argument('--letters', required=True)
    args.add_argument('--base', required=True); args.add_argument('--rows', nargs='+', required=True)
    args.add_argument('--hold', nargs='*', default=[]); args.add_argument('--out', required=True)
    a = args.parse_args(); os.makedirs(a.out, exist_ok=True)
    tok = AutoTokenizer.from_pretrained(a.base); model = onnx.load(a.reader); session = watched(model)
    card = json.load(open(a.card)); scale = np.array(card['letters']['scale']); bias = np.array(card['letters']['bias'])
    weights = np.fromfile(f'{a.letters}/letters.bin', dtype=np.int8).reshape(-1, OUTPUTS) * scale

    def read(paths):
        rows = [row for path in paths for row in read_jsonl(path)]; sums, said = [], []
        for text, *_ in rows:
            pieces = tok.tokenize(text.lower())[:LONGEST]
            ids = np.array([[tok.cls_token_id, *tok.convert_tokens_to_ids(pieces), tok.sep_token_id]], dtype=np.int64)
            z, summed = session.run(['z', SUMMED], {'ids': ids, 'mask': np.ones_like(ids)})
            sums.append(summed[0]); said.append(z[0] + SHARE * ((table(None, [pieces]) @ weights)[0] + bias))
        return rows, torch.tensor(np.array(sums)), torch.tensor(np.array(said), dtype=torch.float32)

    ends = 2 + len(KINDS); fields = {'kind': (2, slice(2, ends), KINDS), 'reason': (3, slice(ends, OUTPUTS), REASONS)}
    # A worry's own reason is nobody's to weigh; what it is for is.
    def labelled(rows, name): return [i for i, row in enumerate(rows) if row[fields[name][0]] and (name == 'kind' or row[1] == 0)]
    rows, sums, said = read(a.rows); held = read(a.hold) if a.hold else None
    whole = head_of(model); offset = onnx.numpy_helper.to_array(known(model)['head.bias']).copy()
    for name, (cell, where, names) in fields.items():
        some = labelled(rows, name); want = torch.tensor([names.index(rows[i][cell]) for i in some])
        add, shift = difference(sums[some], said[some][:, where], want, *PULL[name])
        whole[:, where] += add; offset[where] += shift
        if held:
            own = labelled(held[0], name); wanted = np.array([names.index(held[0][i][cell]) for i in own]); before = held[2][own][:, where].numpy()
            now = before + held[1][own].numpy() @ add + shift
            print(f'{name}: of {len(own)} held back {(before.argmax(1) == wanted).sum()} right before, {(now.argmax(1) == wanted).sum()} now')
    step = (np.abs(whole).max(0) / 127).astype(np.float32)
    put(model, f'{HEAD}_quantized', np.round(whole / step).clip(-127, 127).astype(np.int8)); put(model, f'{HEAD}_scale', step)
    put(model, f'{HEAD}_zero_point', np.zeros(OUTPUTS, np.int8)); put(model, 'head.bias', offset.astype(np.float32))
    onnx.checker.check_model(model); onnx.save(model, f'{a.out}/reader.onnx')
    print('sha256', hashlib.sha256(open(f'{a.out}/reader.onnx', 'rb').read()).hexdigest())
    final = onnxruntime.InferenceSession(f'{a.out}/reader.onnx')
    with open(f'{a.out}/as-trained.json', 'w') as file:
        json.dump([{'text': one, 'z': [round(float(v), 3) for v in outputs(final, weights, bias, tok, tok.tokenize(one.lower()))]} for one in ALIKE], file, ensure_ascii=False, indent=1)


if __name__ == '__main__':
    main()
