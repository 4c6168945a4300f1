import MailComposer from 'nodemailer/lib/mail-composer';
import type { College } from '../domain/sms-text.ts';
import type { Outgoing } from '../usecases/core/delivery.ts';

export type MailFrom = { college: College; from: string; replyTo?: string };

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
/** Addresses of the bot's own pages, as links. */
const linked = (html: string) => html.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);

/** The same words as HTML: paragraphs and links, nothing that a mail program would fetch. */
function htmlOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/).map((one) => `<p>${linked(escaped(one)).replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html lang="en-GB"><body style="font:16px/1.5 sans-serif">${paragraphs.join('')}</body></html>`;
}

/** The words, who writes, whom to call, and for a learner's contact how to end it. */
function textOf({ body, isContact }: Outgoing, college: College): string {
  const call = college.phone ? `, ${college.contact ? `${college.contact}, ` : ''}${college.phone}` : '';
  const stop = isContact ? ' If you do not want these emails, answer with STOP.' : '';
  return `${body}\n\n${college.name}${call}.${stop}`;
}

/** A mail's fields, in plain text and HTML, in the name of its site where it has one; STOP goes where mails are read. A contact is written to by consent or for a child, and can end it (UK GDPR Art. 7, 21). */
export function mailOf(message: Outgoing, own: MailFrom) {
  const { college = own.college, replyTo = own.replyTo } = message.site ?? {};
  const text = textOf(message, college);
  const answers = own.replyTo ?? own.from;
  return {
    from: { name: college.name, address: own.from },
    to: { name: '', address: message.to },
    ...(replyTo ? { replyTo } : {}),
    subject: message.subject ?? 'From your college',
    messageId: `<${message.ref}@${own.from.split('@')[1]}>`,
    text,
    html: htmlOf(text),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(message.isContact ? { 'List-Unsubscribe': `<mailto:${answers}?subject=STOP>` } : {}),
    },
  };
}

/** The mail as it goes over the wire (MIME). */
export async function mimeOf(message: Outgoing, own: MailFrom): Promise<Buffer> {
  return new MailComposer(mailOf(message, own)).compile().build();
}
