"""Teaches the learned reader which words are days and people, and what they are for; writes it into the same ONNX file.

    python tags.py --reader FILE.onnx --base base --rows '../tagged/*.tsv' [--hold ../tagged/one.tsv] --out OUT

The sentence model stays as it is: what it makes of each piece of a word, in four of its layers, goes through a small
recurrent net (both ways over the message) to a score for each tag. Its answers for harm, kind and reason are the same
before and after. What the tags mean: ../tagged/README.md.
"""
import argparse, glob, hashlib, json, os, random, re
import numpy as np, onnx, onnx.numpy_helper, onnxruntime, torch
from torch.nn import functional as F
from transformers import AutoTokenizer

TAGS = ['none', 'on', 'from', 'to', 'for', 'back', 'in', 'maybe', 'about', 'other', 'who', 'else']
DAYS, PEOPLE = range(1, 10), range(10, 12)
LAYERS = [3, 5, 7, 8]
PIECE = re.compile(r'\{(\w+):([^{}]*)\}')
LONGEST = 128
# Written in place of a name now and then, so that no name by itself means anything.
NAMES = ('Amir Beth Callum Dina Elsie Fraser Gwen Hamid Imani Joss Kezia Leon Maisie Noor Osian Priti Quinn Rhea Soren Tariq Una Viktor '
         'Wren Xander Yusra Zack Aled Bronwen Carys Dewi Efa Ffion Gethin Mared Nia Owain Rhodri Sioned Tegan Agnieszka Bartosz Ewa Piotr '
         'Abdi Amina Farah Hodan Ionut Mihai Oksana Yurii Rui Thiago Ines Bilal Sana Zara Ellie-Mae Lacey Tyler Kai Kyle Shannon Chelsea '
         'Jayden Mason Harvey Poppy Freya Alfie Archie Reggie Mo Ash Abi Meg Jodie Nat Tash Steph Jaz Baz Gaz Dale Col Shaz').split()
# What the bot's own runtime must say of these as well (as-tagged.json).
ALIKE = ['not in tmrw or thurs, my nan passed sat. back friday', 'Mae Elin yn sâl heddiw, nôl dydd Llun 🤒', 'hi its Leah, Poppys not in, café shift moved to weds']


def read(path):
    """Messages as stretches of (tag, words); the first column, who writes, is left out: the reader is not told."""
    for line in open(path, encoding='utf-8'):
        text = line.rstrip('\n').split('\t', 1)[1]
        parts, at = [], 0
        for piece in PIECE.finditer(text):
            if piece.start() > at: parts.append(('none', text[at:piece.start()]))
            parts.append((piece[1], piece[2])); at = piece.end()
        if at < len(text): parts.append(('none', text[at:]))
        yield parts


def vary(parts, rng):
    """The same message with other names, marks left out, and a slip of the thumb."""
    swap, rough, out = {}, rng.random(), []
    for tag, text in parts:
        if tag in ('who', 'else') and text[:1].isupper() and rng.random() < .5:
            text = ' '.join(swap.setdefault(word, rng.choice(NAMES)) if re.fullmatch(r"[A-Z][a-z'-]+", word) and
                            word not in ('Mr', 'Mrs', 'Miss', 'Ms', 'Dr') else word for word in text.split(' '))
        if rough < .35: text = re.sub(r"['’]", '', text)
        if .2 < rough < .5: text = ''.join(' ' if one in ',.;:!' else one for one in text)
        if tag == 'none' and rng.random() < .25 and len(text) > 8:
            i = rng.randrange(len(text) - 1)
            if text[i].isalpha() and text[i + 1].isalpha():
                text = text[:i] + (text[i + 1] + text[i] if rng.random() < .5 else text[i + 1]) + text[i + 2:]
        out.append((tag, text))
    return out


def encode(tok, parts):
    """Ids of the pieces and the tag of each; None where lower case has another length."""
    text = ''.join(words for _, words in parts)
    if len(text.lower()) != len(text): return None
    tags = [TAGS.index(tag) for tag, words in parts for _ in words]
    read = tok(text.lower(), return_offsets_mapping=True, truncation=True, max_length=LONGEST)
    return read['input_ids'], np.array([0 if a == b else tags[a] for a, b in read['offset_mapping']])


def without_tags(model):
    """A reader that has tags already, as it was before."""
    graph = model.graph
    for kind in (graph.node, graph.initializer):
        kept = [one for one in kind if not one.name.startswith('tags/')]
        del kind[:]; kind.extend(kept)
    kept = [one for one in graph.output if one.name != 'tags']
    del graph.output[:]; graph.output.extend(kept)
    return model


def layer(i): return f'/base/encoder/layer.{i}/output/LayerNorm/LayerNormalization_output_0'


def watched(path):
    """The reader with what it makes of each piece as further outputs."""
    model = without_tags(onnx.load(path))
    for i in LAYERS: model.graph.output.append(onnx.helper.make_tensor_value_info(layer(i), onnx.TensorProto.FLOAT, None))
    return onnxruntime.InferenceSession(model.SerializeToString())


def words_of(session, ids):
    row = np.array([ids], dtype=np.int64)
    return np.concatenate(session.run(None, {'ids': row, 'mask': np.ones_like(row)})[1:], -1)[0].astype(np.float16)


class Net(torch.nn.Module):
    def __init__(self, narrow=96, deep=72):
        super().__init__()
        self.down = torch.nn.Linear(384 * len(LAYERS), narrow); self.drop = torch.nn.Dropout(.3)
        self.along = torch.nn.GRU(narrow, deep, batch_first=True, bidirectional=True)
        self.out = torch.nn.Linear(2 * deep, len(TAGS))

    def forward(self, words):
        return self.out(self.drop(self.along(torch.relu(self.down(self.drop(words))))[0]))


def train(rows, epochs, seed):
    torch.manual_seed(seed); rng = random.Random(seed)
    net = Net().train(); opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=.01)
    weight = torch.ones(len(TAGS)); weight[0] = .25  # most pieces are neither a day nor anybody
    size = 32; steps = epochs * -(-len(rows) // size); step = 0
    for epoch in range(epochs):
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][1]) + rng.random() * 8)
        batches = [order[i:i + size] for i in range(0, len(order), size)]; rng.shuffle(batches); total = 0.
        for batch in batches:
            longest = max(len(rows[i][1]) for i in batch)
            words = torch.zeros(len(batch), longest, 384 * len(LAYERS)); want = torch.full((len(batch), longest), -1)
            for k, i in enumerate(batch):
                words[k, :len(rows[i][1])] = torch.from_numpy(rows[i][0].astype(np.float32)); want[k, :len(rows[i][1])] = torch.from_numpy(rows[i][1])
            loss = F.cross_entropy(net(words).reshape(-1, len(TAGS)), want.reshape(-1), weight=weight, ignore_index=-1, label_smoothing=.05)
            opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 1.)
            for group in opt.param_groups: group['lr'] = 2e-3 * min(1, (step + 1) / 60) * (.5 + .5 * np.cos(np.pi * step / steps))
            opt.step(); step += 1; total += loss.item()
        print(f'epoch {epoch + 1}: loss {total / len(batches):.3f}', flush=True)
    return net.eval()


def tell(net, rows):
    """Of messages held back: how many stretches get the right tag among those of their sort."""
    right = {'days': 0, 'people': 0}; all_ = {'days': 0, 'people': 0}
    for words, want in rows:
        with torch.no_grad(): z = net(torch.from_numpy(words.astype(np.float32))[None])[0].numpy()
        i = 0
        while i < len(want):
            j = i
            while j < len(want) and want[j] == want[i]: j += 1
            if want[i]:
                sort, among = ('days', DAYS) if want[i] in DAYS else ('people', PEOPLE)
                mean = z[i:j].mean(0); all_[sort] += 1; right[sort] += max(among, key=lambda tag: mean[tag]) == want[i]
            i = j
    for sort in right: print(f'{sort}: {right[sort]} of {all_[sort]} right', flush=True)


def halved(graph):
    """Large weights as int8 with a scale for each row of theirs: all that was learned stays under 30 MB."""
    for held in list(graph.initializer):
        whole = onnx.numpy_helper.to_array(held)
        if whole.size < 1_000: continue
        axis = 1 if whole.ndim == 3 else whole.ndim - 1
        scale = (np.abs(whole).max(tuple(i for i in range(whole.ndim) if i != axis)) / 127).astype(np.float32)
        shape = [-1 if i == axis else 1 for i in range(whole.ndim)]
        small = np.round(whole / scale.reshape(shape)).clip(-127, 127).astype(np.int8)
        graph.initializer.remove(held)
        for name, value in ((f'{held.name}/int8', small), (f'{held.name}/scale', scale), (f'{held.name}/zero', np.zeros(len(scale), np.int8))):
            graph.initializer.append(onnx.numpy_helper.from_array(value, name))
        graph.node.insert(0, onnx.helper.make_node('DequantizeLinear', [f'{held.name}/int8', f'{held.name}/scale', f'{held.name}/zero'],
                                                   [held.name], axis=axis, name=f'{held.name}/whole'))


def write(net, reader, out):
    """The reader with the net behind it: one file, outputs z and tags."""
    torch.onnx.export(net, (torch.zeros(2, 7, 384 * len(LAYERS)),), f'{out}/tags.onnx', input_names=['words'], output_names=['tags'],
                      dynamic_axes={'words': {0: 'b', 1: 't'}, 'tags': {0: 'b', 1: 't'}}, opset_version=17, dynamo=False)
    model = without_tags(onnx.load(reader))
    small = onnx.load(f'{out}/tags.onnx'); halved(small.graph)
    head = onnx.compose.add_prefix(small, 'tags/', rename_inputs=False, rename_outputs=False)
    model.graph.node.append(onnx.helper.make_node('Concat', [layer(i) for i in LAYERS], ['words'], axis=2, name='tags/words'))
    model.graph.node.extend(head.graph.node); model.graph.initializer.extend(head.graph.initializer); model.graph.output.extend(head.graph.output)
    onnx.checker.check_model(model); onnx.save(model, f'{out}/reader.onnx')
    print('MB', os.path.getsize(f'{out}/reader.onnx') / 1e6, 'sha256', hashlib.sha256(open(f'{out}/reader.onnx', 'rb').read()).hexdigest())


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--reader', required=True); args.add_argument('--base', required=True, help='folder of the base model, for its tokenizer')
    args.add_argument('--rows', nargs='+', required=True); args.add_argument('--hold', nargs='*', default=[])
    args.add_argument('--epochs', type=int, default=12); args.add_argument('--seed', type=int, default=1); args.add_argument('--out', required=True)
    a = args.parse_args(); os.makedirs(a.out, exist_ok=True)
    tok = AutoTokenizer.from_pretrained(a.base); session = watched(a.reader); rng = random.Random(3)
    hold = set(map(os.path.abspath, a.hold))
    paths = sorted(path for one in a.rows for path in glob.glob(one) if os.path.abspath(path) not in hold)
    made = lambda rows: [(words_of(session, ids), tags) for ids, tags in filter(None, rows)]
    rows = made(encode(tok, parts if turn == 0 else vary(parts, rng)) for path in paths for parts in read(path) for turn in range(3))
    held = made(encode(tok, parts) for path in a.hold for parts in read(path))
    print(len(rows), 'rows of', len(paths), 'files, held back', len(held), flush=True)
    net = train(rows, a.epochs, a.seed)
    if held: tell(net, held)
    write(net, a.reader, a.out)
    whole = onnxruntime.InferenceSession(f'{a.out}/reader.onnx')
    said = []
    for text in ALIKE:
        ids = np.array([tok(text.lower())['input_ids']], dtype=np.int64)
        tags = whole.run(['tags'], {'ids': ids, 'mask': np.ones_like(ids)})[0][0][1:-1]
        said.append({'text': text, 'tags': [[round(float(one), 2) for one in row] for row in tags]})
    with open(f'{a.out}/as-tagged.json', 'w') as file: json.dump(said, file, ensure_ascii=False, indent=1)


if __name__ == '__main__':
    main()
