/** The tags of a page in the order in which they are met, with their attributes as written. */
const tagsOf = (page: string) =>
  [...page.slice(page.indexOf('<body')).matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)].map(
    ([, end, name = '', attributes = '']) => ({ name: `${end}${name}`, attributes }),
  );

const hasName = (attributes: string) => /\baria-label(ledby)?="[^"]+"/.test(attributes);

/** What is wrong with the order in which somebody who hears a page meets it, and with what names its parts; nothing where it is right. */
export function readingFaults(page: string): string[] {
  const tags = tagsOf(page);
  const faults: string[] = [];
  const indexOf = (name: string) => tags.findIndex((one) => one.name === name);
  const all = (name: string) => tags.filter((one) => one.name === name);
  const main = indexOf('main');
  if (all('main').length !== 1) faults.push(`${all('main').length} main parts`);
  if (all('h1').length !== 1) faults.push(`${all('h1').length} first headings`);
  const headings = tags.flatMap(({ name }, at) => (/^h[1-6]$/.test(name) ? [{ level: Number(name[1]), at }] : []));
  if (headings[0]?.level !== 1) faults.push('a heading before the first');
  if (headings.some(({ at }) => at < main || at > indexOf('/main'))) faults.push('a heading outside main');
  for (const [i, { level }] of headings.entries()) {
    const before = headings[i - 1]?.level ?? 0;
    if (level > before + 1) faults.push(`h${level} after ${before === 0 ? 'nothing' : `h${before}`}`);
  }
  if (all('nav').length > 0) {
    const [first] = tags.filter(({ name }) => ['a', 'button', 'input', 'select', 'textarea'].includes(name));
    const target = /class="skip" href="#([^"]+)"/.exec(first?.attributes ?? '')?.[1];
    if (!target || !tags[main]?.attributes.includes(`id="${target}"`)) faults.push('no way past the menu first');
    const order = ['header', 'nav', 'main'].map(indexOf);
    if (all('nav').length > 1 || order.some((at, i) => at < (order[i - 1] ?? 0))) faults.push('parts out of order');
    if (!all('nav').every(({ attributes }) => hasName(attributes))) faults.push('a menu without a name');
  }
  for (const { attributes } of tags)
    if (/\btabindex="0"/.test(attributes) && !hasName(attributes)) faults.push('a part to scroll without a name');
  for (const [, attributes = '', inner = ''] of page.matchAll(/<table([^>]*)>(.*?)<\/table>/gs)) {
    const caption = /<caption[^>]*>(.*?)<\/caption>/s.exec(inner)?.[1]?.trim();
    if (!caption && !hasName(attributes)) faults.push('a table without a name');
    const heads = [...inner.matchAll(/<th\b([^>]*)>/g)].map(([, own = '']) => own);
    if (heads.length === 0) faults.push(`no heading in the table ${caption}`);
    if (heads.some((own) => !/scope="(col|row|rowgroup|colgroup)"/.test(own)))
      faults.push(`a heading of nothing in the table ${caption}`);
  }
  return faults;
}

/** Every page that somebody is sent in whatever state a scenario brings it to is met in order: throws where one is not. */
export function checkReading(address: string, page: string): void {
  const faults = page.startsWith('<!doctype html>') ? readingFaults(page) : [];
  if (faults.length > 0) throw new Error(`${address} is not in order to be heard: ${faults.join(', ')}`);
}
