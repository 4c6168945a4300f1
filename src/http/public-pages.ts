import { addDays, dayOf } from '../domain/calendar.ts';
import type { College } from '../domain/sms-text.ts';
import { html, mailOf } from './html.ts';
import type { PageAnswer } from './serve-pages.ts';

/** The college's own words for a page anybody may read: an address they stand at, or the text itself. */
type OwnWords = { link: string } | { text: string };
/** What the college says about itself and the bot, for everybody. */
export type PublicWords = {
  privacy?: OwnWords;
  terms?: OwnWords;
  /** Whom to tell of a weakness: `mailto:…` or an https address. */
  securityContact?: string;
};

function wordsPage(title: string, words: OwnWords | undefined, college: College): PageAnswer {
  const whole = (text: string) => text.split(/\n\s*\n/).map((part) => html`<p class="words">${part.trim()}</p>`);
  const ask = html`<p>Please ask ${college.name} for it.</p>`;
  const body = !words
    ? ask
    : 'link' in words
      ? html`<p>You can read it here: <a href="${words.link}">${words.link}</a></p>`
      : html`${whole(words.text)}`;
  return { status: words ? 200 : 404, page: { title, body: html`<h1>${title}</h1>${body}` } };
}

/** A contact for security.txt (RFC 9116) that is said for less than a year ahead, as the standard asks. */
function securityText(contact: string, now: Date): PageAnswer {
  const expires = addDays(dayOf(now), 180);
  const text = `Contact: ${contact}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: en, cy\n`;
  return { status: 200, file: { name: 'security.txt', type: 'text/plain; charset=utf-8', bytes: Buffer.from(text) } };
}

/** Pages for everybody, by their address: what this is, the college's privacy notice and terms, whom to tell of a weakness. */
export function publicPages(college: College, words: PublicWords, now: () => Date): Record<string, () => PageAnswer> {
  const { securityContact } = words;
  const about = html`<h1>Attendance</h1><p>This is where ${college.name}’s attendance bot for Microsoft Teams answers. Open it in Teams, or use the link you were sent.</p>
<p><a href="/privacy">What we do with your data</a></p><p><a href="/terms">Terms of use</a></p>`;
  const tell = securityContact?.startsWith('mailto:')
    ? html`<p>Found a weakness? ${mailOf(securityContact.slice(7))}</p>`
    : undefined;
  return {
    '/': () => ({ status: 200, page: { title: 'Attendance', body: html`${about}${tell}` } }),
    '/privacy': () => wordsPage('What we do with your data', words.privacy, college),
    '/terms': () => wordsPage('Terms of use', words.terms, college),
    ...(securityContact ? { '/.well-known/security.txt': () => securityText(securityContact, now()) } : {}),
  };
}
