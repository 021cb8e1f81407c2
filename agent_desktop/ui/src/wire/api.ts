/**
 * REST as the page uses it: JSON in and out, the CSRF header on unsafe requests, problems as errors.
 *
 * The session's token lives here and nowhere else.
 */
import type { Problem, SessionView, SignIn, Ticket, TicketWanted } from './types';

const root = '/api/v1';
let csrf = '';

/** What the server refused, in its own terms; `code` is worded by the page. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    return new ApiProblem(response.status, body.code ?? '', body.detail ?? body.title ?? '');
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

/** A ticket opens one socket, once, within 30 s. */
export async function socketTicket(socket: TicketWanted['socket']): Promise<string> {
  return (await send<Ticket>('POST', '/socket-tickets', { socket })).ticket;
}

export function recordingAddress(call: string): string {
  return `${root}/calls/${encodeURIComponent(call)}/recording`;
}
