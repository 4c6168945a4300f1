import { ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { createAcsSms } from './channels/acs-sms.ts';
import { createGraphMail } from './channels/graph-mail.ts';
import { createMisFile } from './channels/mis-file.ts';
import { createMisWebhook } from './channels/mis-webhook.ts';
import { createNotifySms } from './channels/notify-sms.ts';
import { createSmsWebhook } from './channels/sms-webhook.ts';
import { createSmtpMail } from './channels/smtp-mail.ts';
import { createTwilioSms } from './channels/twilio-sms.ts';
import { loadMisTemplate } from './config/load-mis-template.ts';
import type { MailSettings, SmsSettings } from './config/sender-settings.ts';
import { type Settings, SettingsMistakes } from './config/settings.ts';
import type { College } from './domain/sms-text.ts';
import { createGraphCalendar } from './graph/graph-calendar.ts';
import { createGraph } from './graph/graph-client.ts';
import { createGraphGroups } from './graph/graph-groups.ts';
import { createGraphMailbox } from './graph/graph-mailbox.ts';
import { createGraphMeetings } from './graph/graph-meetings.ts';
import { createGraphPost } from './graph/graph-post.ts';
import type { Calendar, GroupReader, MailReader, MeetingReader, Sender, Senders } from './usecases/core/delivery.ts';
import type { MisFileWriter } from './usecases/mis/mis-file.ts';

function smsOf(sms: SmsSettings, publicUrl: string | undefined): Sender | undefined {
  switch (sms.by) {
    case 'none':
      return undefined;
    case 'notify':
      return createNotifySms(sms);
    case 'acs':
      return createAcsSms(sms);
    case 'twilio':
      return createTwilioSms({ ...sms, publicUrl: publicUrl ? () => publicUrl : undefined });
    case 'webhook':
      return createSmsWebhook(sms);
  }
}

function mailOf(mail: MailSettings, college: College, credential: () => TokenCredential): Sender | undefined {
  switch (mail.by) {
    case 'none':
      return undefined;
    case 'smtp':
      return createSmtpMail({ ...mail, college });
    case 'graph':
      return createGraphMail(createGraphPost({ credential: credential() }), { ...mail, college });
  }
}

/** Who the bot is to Microsoft, for Graph. */
function credentialOf({ app }: Pick<Settings, 'app'>): TokenCredential {
  return app.password
    ? new ClientSecretCredential(app.tenantId, app.id, app.password)
    : new ManagedIdentityCredential({ clientId: app.id });
}

/** Whose name and phone stand in everything that leaves. */
export function collegeOf({ collegeName, collegePhone, collegeContact }: Settings): College {
  return {
    name: collegeName,
    ...(collegePhone ? { phone: collegePhone } : {}),
    ...(collegeContact ? { contact: collegeContact } : {}),
  };
}

/** The senders that the settings name; a kind with `none` is left out. */
export function sendersOf(settings: Settings): Senders {
  const { senders, publicHost } = settings;
  const sms = smsOf(senders.sms, publicHost && `https://${publicHost}`);
  const mail = mailOf(senders.mail, collegeOf(settings), () => credentialOf(settings));
  return {
    ...(sms ? { sms } : {}),
    ...(mail ? { mail } : {}),
    ...(senders.mis.webhook ? { mis: createMisWebhook(senders.mis.webhook) } : {}),
  };
}

/** The mailbox that people write to, where the settings name one. */
export function mailReaderOf(settings: Settings): MailReader | undefined {
  const { inbox } = settings.senders;
  return inbox ? createGraphMailbox({ credential: credentialOf(settings), address: inbox }) : undefined;
}

/** What Graph is asked about the app itself, where the settings switch any of it on. `keyId` finds a card's key in a message. */
export function graphOf(settings: Settings, keyId: (key: string) => string) {
  const { graph, teamsAppId } = settings;
  if (!graph.install && !graph.reconcile) return undefined;
  return createGraph({
    credential: credentialOf(settings),
    ...graph,
    keyId,
    ...(teamsAppId ? { teamsAppId } : {}),
  });
}

/** People's calendars, where the settings switch them on. */
export function calendarOf(settings: Settings): Calendar | undefined {
  return settings.graph.calendar ? createGraphCalendar({ credential: credentialOf(settings) }) : undefined;
}

/** Teams' reports of remote sessions, where the settings switch them on. */
export function meetingsOf(settings: Settings): MeetingReader | undefined {
  return settings.graph.reports ? createGraphMeetings({ credential: credentialOf(settings) }) : undefined;
}

/** The college's Entra groups, where the settings name some. */
export function groupsOf(settings: Settings): GroupReader | undefined {
  const { groups: groupIds } = settings.graph;
  return groupIds.length > 0 ? createGraphGroups({ credential: credentialOf(settings), groupIds }) : undefined;
}

/** The MIS's daily file, where the settings ask for one. Throws `SettingsMistakes` for a template that cannot be read. */
export function misFileOf({ senders }: Settings): { writer: MisFileWriter; at: string } | undefined {
  const { file } = senders.mis;
  if (!file) return undefined;
  try {
    return { writer: createMisFile(file, loadMisTemplate(file.template)), at: file.at };
  } catch (error) {
    throw new SettingsMistakes([(error as Error).message]);
  }
}
