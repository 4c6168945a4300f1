"""Makes the base model's folder from an int8 ONNX file of a BERT-like encoder, with its first layers only.

python base_from_onnx.py e5-small-v2-q.onnx TOKENIZER_JSON OUT --layers 9
Training moves every weight further than int8 rounded it, so nothing is lost that matters.

With --reader the file is a reader that shipped, and OUT/net.pt is what a training goes on from (train.py --begin).
"""
import argparse, os, re, shutil
import numpy as np, onnx, torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel


def weights_of(path):
    """Weights by their names in transformers (of a reader after "base."): linear layers by the node that uses them, the rest by their own names."""
    graph = onnx.load(path).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    def whole(name):
        if name in held and f'{name}_quantized' not in held: return held[name].astype(np.float32)
        q, scale, zero = (held[f'{name}_{end}'] for end in ('quantized', 'scale', 'zero_point'))
        return (q.astype(np.float32) - zero.astype(np.float32)) * scale
    found = {}
    for name in held:
        plain = re.sub(r'_quantized$', '', name)
        if re.match(r'((base\.)?(embeddings|encoder)\..*|head)\.(weight|bias)$', plain): found[plain] = whole(plain)
    for node in graph.node:
        if node.op_type != 'MatMulInteger': continue
        used = next(one for one in node.input if one.endswith('_quantized') and one in held)[:-len('_quantized')]
        place = re.search(r'/((base/)?encoder/layer\.\d+/.*?)/MatMul', node.name)
        if place: found[place[1].replace('/', '.') + '.weight'] = whole(used).T
        elif 'head' in node.name: found['head.weight'] = whole(used).T
    return found


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('onnx'); args.add_argument('tokenizer'); args.add_argument('out')
    args.add_argument('--layers', type=int, default=9)
    args.add_argument('--reader', action='store_true', help='the file is a reader that shipped')
    a = args.parse_args()
    found = weights_of(a.onnx)
    if a.reader:
        os.makedirs(a.out, exist_ok=True)
        torch.save({name: torch.tensor(one) for name, one in found.items()}, f'{a.out}/net.pt')
        return
    deep = 1 + max(int(re.search(r'layer\.(\d+)', one)[1]) for one in found if 'layer.' in one)
    size = found['embeddings.word_embeddings.weight'].shape[1]
    config = BertConfig(vocab_size=len(found['embeddings.word_embeddings.weight']), hidden_size=size, num_hidden_layers=min(a.layers, deep),
                        num_attention_heads=12, intermediate_size=len(found['encoder.layer.0.intermediate.dense.bias']))
    net = BertModel(config, add_pooling_layer=False)
    own = net.state_dict()
    missing = [one for one in own if one not in found and 'position_ids' not in one]
    if missing: raise SystemExit(f'not in the file: {missing}')
    net.load_state_dict({one: torch.tensor(found[one]) for one in own if one in found}, strict=False)
    net.save_pretrained(a.out)
    shutil.copy(a.tokenizer, os.path.join(a.out, 'tokenizer.json'))
    with open(os.path.join(a.out, 'tokenizer_config.json'), 'w') as f:
        f.write('{"tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 512}\n')


if __name__ == '__main__':
    main()
