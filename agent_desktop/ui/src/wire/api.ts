/**
 * REST as the page uses it: JSON in and out, the CSRF header on unsafe requests, problems as errors.
 *
 * The session's token lives here and nowhere else.
 */
import type {
  ActDone,
  BreakAnswer,
  DialWanted,
  DryRunTold,
  DryRunWanted,
  EmergencyWanted,
  IncidentShape,
  IncidentWanted,
  MonitorView,
  MonitorWanted,
  OutsideWanted,
  Problem,
  PromptRow,
  SessionView,
  SignIn,
  TakeOverWanted,
  Ticket,
  TicketWanted,
  VoiceWanted,
} from './types';

const root = '/api/v1';
let csrf = '';

/** What the server refused, in its own terms; `code` is worded by the page. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  /** What exactly was wrong, where the server names it. */
  readonly errors: readonly unknown[];
  /** What it is now, where somebody else was faster, and the tag of that. */
  readonly state: unknown;
  readonly tag: string;

  constructor(status: number, code: string, detail: string, more: Partial<Problem> = {}, tag = '') {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.state = more.state ?? null;
    this.tag = tag;
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    const detail = body.detail ?? body.title ?? '';
    return new ApiProblem(response.status, body.code ?? '', detail, body, tagOf(response));
  } catch {
    return new ApiProblem(response.status, '', response.statusText);
  }
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${root}${path}`, { credentials: 'same-origin', ...init });
  } catch {
    throw new ApiProblem(0, 'no_answer', 'The server does not answer.');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await call(path, signal === undefined ? {} : { signal });
  return (response.status === 204 ? null : await response.json()) as T;
}

/** The state that an answer speaks of, by its ETag; empty without one. */
function tagOf(response: Response): string {
  return (response.headers.get('ETag') ?? '').replace(/^W\//, '').replaceAll('"', '');
}

interface Exchange {
  value?: unknown;
  /** The state that is replaced. */
  tag?: string;
  signal?: AbortSignal;
}

/** A request about a state that has a tag. */
export async function exchange<T>(
  method: string,
  path: string,
  { value, tag, signal }: Exchange = {},
): Promise<{ body: T; tag: string }> {
  const match =
    tag === undefined || tag === '' ? {} : { 'If-Match': tag === '*' ? tag : `"${tag}"` };
  const response = await call(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, ...match },
    ...(value === undefined ? {} : { body: JSON.stringify(value) }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { body: (await response.json()) as T, tag: tagOf(response) };
}

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await call(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function keep(session: SessionView): SessionView {
  csrf = session.csrf;
  return session;
}

/** Who is signed in; null when nobody is. */
export async function currentSession(): Promise<SessionView | null> {
  try {
    const found = await get<SessionView | null>('/session');
    return found === null ? null : keep(found);
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    throw problem;
  }
}

export async function signIn(wanted: SignIn): Promise<SessionView> {
  return keep(await send<SessionView>('POST', '/session', wanted));
}

export async function signOut(): Promise<void> {
  await send<void>('DELETE', '/session');
  csrf = '';
}

/** Nobody will be called. */
export async function withdrawCallback(callback: string): Promise<void> {
  await send<void>('DELETE', `/callbacks/${encodeURIComponent(callback)}`);
}

/** A press about a message; resolves when it is done. */
export async function actUponVoicemail(call: string, deed: string, wanted: unknown): Promise<void> {
  await send<void>('POST', `/voicemails/${encodeURIComponent(call)}/${deed}`, wanted);
}

/** An act by hand upon a waiting call; resolves when it is done. */
export async function actUpon(call: string, act: string, wanted: unknown): Promise<void> {
  await send<ActDone>('POST', `/waiting/${encodeURIComponent(call)}/${act}`, wanted);
}

/** Calls somebody on behalf of a queue; resolves when it has begun. */
export async function dialOut(agent: string, wanted: Partial<DialWanted>): Promise<void> {
  await send<ActDone>('POST', `/agents/${encodeURIComponent(agent)}/dial`, wanted);
}

/** Calls somebody outside about one's caller, or hands the caller over to them. */
export async function callOutside(call: string, wanted: OutsideWanted): Promise<void> {
  await send<ActDone>('POST', `/calls/${encodeURIComponent(call)}/outside`, wanted);
}

/** Where a prompt is heard; another address once it was recorded anew. */
export const promptAddress = (row: PromptRow) =>
  `${root}/prompts/${row.key}/audio?v=${encodeURIComponent(row.own?.at ?? '')}`;

/** A sound file in place of the voice; resolves when it is what callers hear. */
export async function uploadRecording(key: string, file: File): Promise<void> {
  const name = encodeURIComponent(file.name.slice(-120));
  await call(`/prompts/${key}/recording?name=${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': csrf },
    body: file,
  });
}

/** The voice says it again. */
export async function forgetRecording(key: string): Promise<void> {
  await send<void>('DELETE', `/prompts/${key}/recording`);
}

/** A phone of one's own, to hear agents' calls with. */
export async function signInPhone(agent: string, device: string): Promise<void> {
  await send<void>('POST', `/agents/${encodeURIComponent(agent)}/sign-in`, { device });
}

export async function beginMonitor(agent: string, wanted: MonitorWanted): Promise<void> {
  await send<MonitorView>('POST', `/agents/${encodeURIComponent(agent)}/monitor`, wanted);
}

export async function giveVoice(wanted: VoiceWanted): Promise<void> {
  await send<MonitorView>('POST', '/monitor/voice', wanted);
}

/** Have the caller whose conversation one hears. */
export async function takeOver(press: string): Promise<void> {
  const wanted: TakeOverWanted = { press };
  await send<MonitorView>('POST', '/monitor/take-over', wanted);
}

export async function stopMonitor(): Promise<void> {
  await send<void>('DELETE', '/monitor');
}

/** A ticket opens one socket, once, within 30 s. */
export async function socketTicket(socket: TicketWanted['socket']): Promise<string> {
  return (await send<Ticket>('POST', '/socket-tickets', { socket })).ticket;
}

/** A leader's answer to what an agent asks for. */
export async function answerBreak(agent: string, reason: string, granted: boolean): Promise<void> {
  const body: BreakAnswer = { reason, granted };
  await send<void>('POST', `/breaks/${encodeURIComponent(agent)}`, body);
}

/** Closes a queue or the house at once, or opens it again. */
export async function pressEmergency(wanted: EmergencyWanted): Promise<void> {
  await send<void>('POST', '/opening/emergency', wanted);
}

/** Tells callers of an incident, or tells them otherwise than before. */
export async function setIncident(
  incident: string | null,
  wanted: IncidentWanted,
): Promise<IncidentShape> {
  if (incident === null) return send<IncidentShape>('POST', '/incidents', wanted);
  return send<IncidentShape>('PUT', `/incidents/${encodeURIComponent(incident)}`, wanted);
}

/** No caller is told of it any more. */
export async function endIncident(incident: string, press: string): Promise<void> {
  await send<void>('POST', `/incidents/${encodeURIComponent(incident)}/end`, { press });
}

/** Whom a call like this would get; nothing is changed. */
export async function dryRun(queue: string, wanted: DryRunWanted): Promise<DryRunTold> {
  return send<DryRunTold>('POST', `/queues/${encodeURIComponent(queue)}/dry-run`, wanted);
}

export function recordingAddress(call: string): string {
  return `${root}/calls/${encodeURIComponent(call)}/recording`;
}

/** What the caller said, by itself. */
export function voicemailAddress(call: string): string {
  return `${root}/voicemails/${encodeURIComponent(call)}/audio`;
}
