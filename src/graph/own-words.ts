import EmailReplyParser from 'email-reply-parser';

/** Quoted history begins within this much of a mail, or the mail is read whole; the parser is slow on more. */
const mostParsed = 2_500;
const isAnswer = /^\s*((re|fw|fwd|aw|sv|atb)\s*:)/i;

/** A mail without what its writer only quoted or signs with. Where that leaves nothing, the mail as it is. */
function withoutHistory(text: string): string {
  const tidy = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  const head = tidy.slice(0, mostParsed);
  const own = new EmailReplyParser().parseReply(head).trim();
  const isCut = own.length < head.trim().length;
  if (own === '') return isCut ? '' : tidy.trim();
  return isCut ? own : `${own}${tidy.slice(mostParsed)}`.trim();
}

/** What somebody wrote in a mail: its subject, unless that is an answer's, and their own words. */
export function ownWords(subject: string, body: string): string {
  const own = withoutHistory(body);
  const title = isAnswer.test(subject) ? '' : subject.trim().slice(0, 300);
  return [title, own].filter((one) => one !== '').join('\n');
}
