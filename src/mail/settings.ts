/** Mail's settings from the environment. */
import { join } from 'node:path';
import { soundAddress } from './address.ts';
import { folderPost } from './folder-post.ts';
import type { Person } from './letter.ts';
import type { Post } from './post.ts';
import { smtpPost } from './smtp-post.ts';

/** A setting cannot be used; the message names it and never quotes it. */
export class MailSettingsWrong extends Error {
  override readonly name = 'MailSettingsWrong';
}

export interface MailSettings {
  readonly smtp: URL | undefined;
  /** Where mail is written without a server. */
  readonly folder: string;
  readonly from: Person;
}

/**
 * @param channel the site's name and the address of its e-mail channel, used when BEDSIDE_MAIL_FROM is not set
 * @throws {MailSettingsWrong}
 */
export function mailSettings(env: NodeJS.ProcessEnv, channel: { readonly name: string; readonly email: string | undefined }): MailSettings {
  return { smtp: smtpUrl(env.SMTP_URL), folder: join(env.BEDSIDE_DATA || 'var', 'mail'), from: sender(env.BEDSIDE_MAIL_FROM, channel) };
}

export function openPost({ smtp, folder }: Pick<MailSettings, 'smtp' | 'folder'>): Post {
  return smtp === undefined ? folderPost(folder) : smtpPost({ url: smtp });
}

function smtpUrl(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new MailSettingsWrong('SMTP_URL is not an address of a mail server. Write it like smtps://user:password@mail.example.org or smtp://mail.example.org:587, with special characters in the password percent-encoded.');
  }
  return url;
}

/** `Help <support@example.org>` or the address alone. */
function sender(text: string | undefined, channel: { readonly name: string; readonly email: string | undefined }): Person {
  const given = text || channel.email;
  if (!given) throw new MailSettingsWrong('There is no address to send mail from. Set BEDSIDE_MAIL_FROM, or give the e-mail channel in site.yaml an address.');
  const [, name = '', bracketed] = /^([^<>]*)<([^<>]+)>\s*$/.exec(given) ?? [];
  const email = soundAddress((bracketed ?? given).trim());
  if (email === undefined) throw new MailSettingsWrong(`${text ? 'BEDSIDE_MAIL_FROM' : 'The address of the e-mail channel in site.yaml'} is not an e-mail address. Write it like Help <support@example.org>.`);
  return { email, name: name.trim().replace(/^"(.*)"$/, '$1') || channel.name };
}
