"""Averages the weights of runs that began from one another, and writes the result as one file.

python average.py --base BASE --nets RUN1/net.pt RUN2/net.pt --hold FILES --out OUT
Such an average errs less on people it has not met than any of its runs.
"""
import argparse, os
import torch
from transformers import AutoTokenizer

from train import Net, finish, read_all


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--base', required=True)
    args.add_argument('--nets', nargs='+', required=True)
    args.add_argument('--hold', nargs='*', default=[], help='files that none of the runs was trained on')
    args.add_argument('--out', required=True)
    a = args.parse_args()
    torch.set_num_threads(1); os.makedirs(a.out, exist_ok=True)
    runs = [torch.load(path) for path in a.nets]
    net = Net(a.base)
    net.load_state_dict({name: (sum(run[name].float() for run in runs) / len(runs)).to(runs[0][name].dtype) for name in runs[0]})
    finish(net.eval(), AutoTokenizer.from_pretrained(a.base), a.hold, read_all(a.hold), a.out)


if __name__ == '__main__':
    main()
