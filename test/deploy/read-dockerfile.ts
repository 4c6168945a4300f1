type Instruction = { name: string; text: string };

/** The instructions of a Dockerfile in order, lines that go on joined, comments left out. */
export function instructionsOf(dockerfile: string): Instruction[] {
  return dockerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
      return name && text ? [{ name, text }] : [];
    });
}

/** Its stages, each from its FROM on. */
export function stagesOf(all: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const one of all) {
    if (one.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(one);
  }
  return stages;
}

/** The words of ENTRYPOINT, CMD or HEALTHCHECK in the form without a shell; undefined where it has another. */
export function wordsOf(text: string | undefined): string[] | undefined {
  const [json] = /\[.*\]$/.exec(text ?? '') ?? [];
  return json ? (JSON.parse(json) as string[]) : undefined;
}

/** What a stage copies out of the folder it is built from: sources and where they go. */
export function copiesOf(stage: readonly Instruction[]): { from: string[]; to: string }[] {
  return stage
    .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
    .map(({ text }) => {
      const words = text.split(/\s+/);
      return { from: words.slice(0, -1), to: words.at(-1) ?? '' };
    });
}

/** True for a path that a .dockerignore lets through to the builder: the last line that fits it decides. */
export function isSent(ignore: string, path: string): boolean {
  const lines = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  let isOut = false;
  for (const line of lines) {
    const pattern = line.replace(/^!/, '');
    if (pattern === '*' || path === pattern || path.startsWith(`${pattern}/`)) isOut = !line.startsWith('!');
  }
  return !isOut;
}
