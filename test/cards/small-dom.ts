/**
 * As much of a browser's document as Microsoft's renderer needs to draw a card's inputs and to read them again. Inputs
 * behave as HTML says: a number box without a number is not a number, a list shows its last selected option.
 */
class SmallElement {
  [key: string]: unknown;
  readonly tagName: string;
  readonly style: Record<string, unknown> = { removeProperty: () => undefined };
  readonly classList = { add: () => undefined, remove: () => undefined, contains: () => false };
  readonly children: SmallElement[] = [];
  #value = '';
  checked = false;
  selected = false;
  constructor(tagName: string) {
    this.tagName = tagName;
  }
  get value(): string {
    return this.#value;
  }
  set value(text: string) {
    this.#value = text;
  }
  get childNodes(): SmallElement[] {
    return this.children;
  }
  append(...children: SmallElement[]): void {
    this.children.push(...children);
  }
  appendChild(child: SmallElement): SmallElement {
    this.children.push(child);
    return child;
  }
  removeChild(child: SmallElement): void {
    this.children.splice(this.children.indexOf(child), 1);
  }
  setAttribute(): void {}
  removeAttribute(): void {}
  getAttribute(): null {
    return null;
  }
  getElementsByTagName(): SmallElement[] {
    return [];
  }
  addEventListener(): void {}
  focus(): void {}
}
class SmallInput extends SmallElement {
  get valueAsNumber(): number {
    return this.value === '' ? Number.NaN : Number(this.value);
  }
  set valueAsNumber(number: number) {
    this.value = Number.isNaN(number) ? '' : String(number);
  }
}
class SmallSelect extends SmallElement {
  get options(): SmallElement[] {
    return this.children;
  }
  get selectedIndex(): number {
    const last = this.children.findLastIndex((option) => option.selected);
    return last >= 0 || this.children.length === 0 ? last : 0;
  }
  override get value(): string {
    return this.children[this.selectedIndex]?.value ?? '';
  }
}
const made = { input: SmallInput, select: SmallSelect } as const;
const globals = {
  document: {
    createElement: (tag: string) => new (made[tag as keyof typeof made] ?? SmallElement)(tag),
    documentMode: undefined,
  },
  HTMLElement: SmallElement,
  HTMLButtonElement: SmallElement,
  HTMLInputElement: SmallInput,
  HTMLSelectElement: SmallSelect,
};

/** Runs something with the document there, and takes it away again: nothing else may think it runs in a browser. */
export function withDocument<T>(run: () => T): T {
  const window = { ...globals, navigator: { userAgent: '' } };
  Object.assign(globalThis, globals, { window });
  try {
    return run();
  } finally {
    for (const name of [...Object.keys(globals), 'window']) delete (globalThis as Record<string, unknown>)[name];
  }
}
