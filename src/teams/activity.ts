import { createHash } from 'node:crypto';
import { z } from 'zod';
import { visibleText } from './plain-text.ts';

const text = (most: number) => z.string().max(most);
const guid = z.guid().transform((id) => id.toLowerCase());

/** What the bot reads of an activity; everything else passes by unread. Checked before any token is looked at. */
export const Activity = z.looseObject({
  type: z.string().min(1).max(50),
  id: text(300).optional(),
  name: text(100).optional(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(500),
  from: z.looseObject({
    id: z.string().min(1).max(300),
    aadObjectId: guid.optional(),
    name: text(500).optional(),
    tenantId: text(100).optional(),
  }),
  recipient: z.looseObject({ id: z.string().min(1).max(300) }),
  conversation: z.looseObject({
    id: z.string().min(1).max(500),
    tenantId: text(100).optional(),
    conversationType: text(50).optional(),
  }),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: text(100) }).optional(), eventType: text(50).optional() })
    .optional()
    .nullable(),
  text: text(100_000).optional().nullable(),
  timestamp: text(50).optional(),
  replyToId: text(300).optional(),
  value: z.unknown().optional(),
  action: text(50).optional(),
  attachments: z.array(z.unknown()).max(50).optional().nullable(),
});
export type Activity = z.infer<typeof Activity>;

/** A file picked in chat, at an address that is signed already, or a picture pasted into it. */
export type SentFile = { isPasted: boolean; name: string; url: string };
const PickedFile = z
  .looseObject({
    contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
    name: z.string().min(1).max(400),
    content: z.looseObject({ downloadUrl: z.url().max(8_000) }),
  })
  .transform(({ name, content }): SentFile => ({ isPasted: false, name, url: content.downloadUrl }));
const PastedPicture = z
  .looseObject({ contentType: z.string().regex(/^image\//), contentUrl: z.url().max(8_000) })
  .transform(({ contentUrl }): SentFile => ({ isPasted: true, name: '', url: contentUrl }));
const AnyFile = z.union([PickedFile, PastedPicture]);
const mostFiles = 10;

/** The files of a message; whatever else hangs on it (Teams adds the text as HTML to every one) passes by unread. */
export function filesOf(activity: Activity): SentFile[] {
  const files = (activity.attachments ?? []).flatMap((one) => AnyFile.safeParse(one).data ?? []);
  return files.slice(0, mostFiles);
}

/** The tenants an activity names, of its sender and its chat; all must be allowed. */
export function tenantsOf(activity: Activity): string[] {
  const { conversation, channelData, from } = activity;
  return [conversation.tenantId, channelData?.tenant?.id, from.tenantId].filter((id) => id !== undefined);
}

/** A message's own name: its id is the same when it is changed or deleted. */
export function messageIdOf(activity: Activity): string | undefined {
  return activity.id ? `${activity.conversation.id}|${activity.id}` : undefined;
}

/** What a delivery is known by, so that the same one is not carried out twice; a change of a message is another than the message. */
export function turnKeyOf(activity: Activity): string | undefined {
  const message = messageIdOf(activity);
  if (!message || !['messageUpdate', 'messageDelete'].includes(activity.type)) return message;
  const change = JSON.stringify([activity.type, activity.channelData?.eventType, activity.timestamp, activity.text]);
  return `${message}|${createHash('sha256').update(change).digest('hex').slice(0, 24)}`;
}

const longestText = 20_000;

/** What someone typed, without the bot's own name in it. */
export function textOf(activity: Activity): string {
  const typed = (activity.text ?? '').slice(0, longestText);
  return visibleText(typed.replace(/<at>[^<]*<\/at>/g, '')).trim();
}
