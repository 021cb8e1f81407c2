// Made by scripts/wire_types.py. Change the Python and run it again.

/** One text in both languages of the interface. */
export interface Words {
  zh: string;
  en: string;
}

/** Where a clock or a share changes its colour: one table for desk, board and report. */
export interface Marks {
  wait_warn: number;
  wait_over: number;
  handle_warn: number;
  handle_over: number;
  hold_over: number;
  service_floor: number;
  service_target: number;
  answer_floor: number;
  answer_target: number;
}

/** One queue: open or closed. */
export interface OpeningView {
  open: boolean;
  because: string;
  changes_at: string | null;
}

/** The emergency switch of a queue, or of the whole house, is pressed. */
export interface EmergencyView {
  queue: string | null;
  queue_name: Words | null;
  since: string;
  reason: Words | null;
}

/** An incident whose message callers hear now. */
export interface IncidentView {
  incident: string;
  what: Words | null;
  queues: Words[];
  texts: Record<string, string>;
  ends: string;
}

/** A journey within 72 hours. */
export interface Trip {
  order: string;
  kind: string;
  title: Words;
  detail: Words;
  at: string | null;
  state: string;
}

/** One order (booking) of the customer. */
export interface Order {
  order: string;
  kind: string;
  title: Words;
  at: string | null;
  state: string;
}

/** One earlier contact, any channel, newest first. */
export interface Contact {
  at: string;
  channel: string;
  title: Words;
  detail: Words;
  outcome: Words;
  call: string;
}

/** An open case. */
export interface Case {
  case: string;
  title: Words;
  department: string;
  state: string;
  due_at: string | null;
}

/** The record of the one who calls. */
export interface CustomerCard {
  id: string;
  name: string;
  tier: string;
  segment: string;
  customer_since: number;
  number: string;
  email: string;
  city: string;
  language: string;
  verified: boolean;
  preferences: Words[];
  trips: Trip[];
  orders: Order[];
  contacts: Contact[];
  cases: Case[];
  calls_today: number;
  calls_this_week: number;
  last_agent: Words;
  remark: Words;
}

/** One of several records with the same number. */
export interface CustomerChoice {
  id: string;
  name: string;
  tier: string;
  city: string;
  last_contact_at: string | null;
}

/** Who calls: one card, several to choose from, or a blank. */
export interface CustomerView {
  call: string;
  state: CustomerState;
  number: string;
  card: CustomerCard | null;
  choices: CustomerChoice[];
}

/** What is known of the caller. */
export type CustomerState = 'blank' | 'choice' | 'known' | 'loading' | 'unavailable';

/** A trainee hears her mentor's calls and is heard by nobody. */
export interface ListenView {
  mentor: string;
  mentor_name: Words;
  mentor_is_there: boolean;
  agent: string;
  agent_name: Words;
  hears_since: string | null;
  trouble: string;
  refused: string;
  heard_by: Words[];
}

/** One agent looked at for the offer, and why she lost; empty `lost` is the winner. */
export interface Considered {
  agent: string;
  name: Words;
  lost: string;
  lost_skill: Words;
  idle_for: number;
}

/** The customer is to be called, or was, because she asked for it. */
export interface CallbackView {
  asked_at: string;
  promised_until: string;
  tries: number;
  there: boolean;
}

/** A header field that is kept with its call, such as a campaign. */
export interface Brought {
  name: string;
  value: string;
}

/** A call held out to her. */
export interface OfferView {
  offer: string;
  call: string;
  queue: string;
  queue_name: Words;
  number: string;
  dialled: string;
  path: Words[];
  brought: Brought[];
  suggested_need: string;
  language: string;
  entered_at: string;
  offered_at: string;
  until: string;
  ring_for: number;
  rings_at: string;
  strategy: string;
  candidates: number;
  idle_for: number;
  considered: Considered[];
  came_back: string;
  callback: CallbackView | null;
  handed_by: Words;
  marks: Marks;
}

/** One leg of the call. */
export interface LegView {
  leg: string;
  role: string;
  state: string;
  agent: string;
  quality: string;
}

/** How the call ended. */
export interface Ended {
  at: string;
  side: string;
  reason: string;
}

/** Whom she asks while her caller hears music. */
export interface ConsultView {
  state: ConsultState;
  agent: string;
  name: Words;
  outside: boolean;
  number: string;
  queue_name: Words;
  since: string;
}

/** Where a consultation is, as who asked sees it. */
export type ConsultState = 'conference' | 'held' | 'ringing' | 'seeking' | 'talking';

/** The call she is in, or wraps up. */
export interface CallView {
  call: string;
  queue: string;
  queue_name: Words;
  number: string;
  dialled: string;
  path: Words[];
  brought: Brought[];
  suggested_need: string;
  language: string;
  phase: Phase;
  auto: boolean;
  legs: LegView[];
  entered_at: string | null;
  connected_at: string | null;
  released_at: string | null;
  waited: number | null;
  muted: boolean;
  held_since: string | null;
  held_for: number;
  recording: RecordingState;
  ended: Ended | null;
  wrap_up_asked: boolean | null;
  callback: CallbackView | null;
  outgoing: boolean;
  handed_by: Words;
  handed_on: boolean;
  consult: ConsultView | null;
  asked: boolean;
  transfer_no: string;
  may: string[];
  marks: Marks;
}

/** Where the call of this desk is. */
export type Phase = 'connecting' | 'ended' | 'held' | 'interrupted' | 'talking';

/** What becomes of the voices. */
export type RecordingState = 'declined' | 'filing' | 'lost' | 'off' | 'on' | 'paused' | 'stored';

/** A request of hers that has no answer yet; choosing anything takes it back. */
export interface BreakAskedView {
  reason: string;
  since: string;
  waits_for: string;
  ahead: number;
}

/** The agent herself: what she chose, and what is so. */
export interface Me {
  agent: string;
  work_number: string;
  name: Words;
  role: string;
  team: Words;
  site: Words;
  state: AgentState;
  reason: string;
  since: string | null;
  until: string | null;
  intent: Intent;
  intent_reason: string;
  limit_at: string | null;
  overrun: boolean;
  asked: BreakAskedView | null;
  refused: string;
  listen: ListenView;
  device: string;
  reachable: boolean;
  can_be_ready: boolean;
  cannot_because: string;
}

/** What is so, derived from intent, reachability, offers and legs. */
export type AgentState = 'connecting' | 'idle' | 'logged_out' | 'not_ready' | 'not_responding' | 'offered' | 'on_call' | 'unreachable' | 'wrap_up';

/** What the agent chose. */
export type Intent = 'available' | 'logged_out' | 'not_ready';

/** One reason of the not-ready menu. Limits are minutes; 0 is none. */
export interface NotReadyReason {
  code: string;
  words: Words;
  day_limit: number;
  once_limit: number;
  asks: boolean;
}

/** The second step of a need, such as booking → flight. */
export interface NeedKind {
  code: string;
  words: Words;
}

/** A need (category) a caller may have; sent back as `<code>` or `<code>.<kind>`. */
export interface Need {
  code: string;
  words: Words;
  kinds: NeedKind[];
}

/** An outcome an agent may give; `key` is its digit 1-9, 0 without one. */
export interface Outcome {
  code: string;
  words: Words;
  key: number;
}

/** What the menus of this desk hold; constant through a session. */
export interface Choices {
  reasons: NotReadyReason[];
  needs: Need[];
  outcomes: Outcome[];
}

/** One of her queues, live. */
export interface QueueView {
  id: string;
  name: Words;
  waiting: number;
  longest_entered_at: string | null;
  idle: number;
  service_level: number | null;
  marks: Marks;
  opening: OpeningView;
}

/** Work after the call: ends by outcome or deadline, as its queue wants it. */
export interface WrapUpView {
  call: string;
  started_at: string;
  until: string | null;
  extended: boolean;
  extension: number;
  ends_by_outcome: boolean;
  outcome_given: boolean;
  redial: boolean;
  suggested_need: string;
  missing: string[];
}

/** What she has written about the call so far, need and outcome included. */
export interface NotesView {
  call: string;
  text: string;
  need: string;
  needs: string[];
  outcome: string;
  saved_at: string | null;
}

/** One row of "recent calls", newest first. */
export interface RecentCall {
  call: string;
  at: string;
  who: string;
  queue: string;
  queue_name: Words;
  need: string;
  outcome: string;
  waited: number | null;
  handled: number | null;
  over: number;
  recording: boolean;
  stored: boolean;
}

/** Her day so far. */
export interface DayFigures {
  answered: number;
  handle_median: number | null;
  handle_mean: number | null;
  service_level: number | null;
  answered_within: number;
  marks: Marks;
}

/** Her browser's audio. */
export interface AudioView {
  state: string;
  checked: boolean;
  because: string;
  quality: string;
  rtt_ms: number | null;
}

/** The whole screen. Each field is one part: a patch replaces parts whole. */
export interface DeskView {
  me: Me;
  choices: Choices;
  queues: QueueView[];
  offer: OfferView | null;
  call: CallView | null;
  customer: CustomerView | null;
  wrap_up: WrapUpView | null;
  notes: NotesView | null;
  history: RecentCall[];
  day: DayFigures;
  audio: AudioView;
  emergencies: EmergencyView[];
  incidents: IncidentView[];
  stored: boolean;
  live: boolean;
}

/** Ready or not ready; during a call it is the state after it. */
export interface SetIntent {
  do: 'set_intent';
  intent: Intent;
  reason?: string;
}

/** She no longer asks for the break; everything else stays as she chose it. */
export interface TakeBackBreak {
  do: 'take_back_break';
}

/** Hear her mentor's calls, and be heard by nobody. */
export interface Listen {
  do: 'listen';
  press: string;
}

/** Hear them no more. */
export interface StopListening {
  do: 'stop_listening';
}

/** Take the offered call. */
export interface Accept {
  do: 'accept';
  offer: string;
}

/** Leave the offered call to others. */
export interface Decline {
  do: 'decline';
  offer: string;
}

/** The caller hears music. */
export interface Hold {
  do: 'hold';
  call: string;
}

/** The caller back from hold. */
export interface Retrieve {
  do: 'retrieve';
  call: string;
}

/** The caller does not hear her. */
export interface Mute {
  do: 'mute';
  call: string;
}

/** The caller hears her again. */
export interface Unmute {
  do: 'unmute';
  call: string;
}

/** Telephone keys to the caller: 1-32 of `0-9 * # A-D`. */
export interface Keys {
  do: 'keys';
  call: string;
  keys: string;
}

/** End the call. */
export interface HangUp {
  do: 'hang_up';
  call: string;
}

/** Silence in the recording from here. */
export interface PauseRecording {
  do: 'pause_recording';
  call: string;
}

/** Voices in the recording again. */
export interface ResumeRecording {
  do: 'resume_recording';
  call: string;
}

/** Keep what she wrote and ticked so far; replaces the earlier draft whole. */
export interface SaveNotes {
  do: 'save_notes';
  call: string;
  text: string;
  need?: string;
  needs?: string[];
  outcome?: string;
}

/** One of several records with this number is the caller's. */
export interface ChooseCustomer {
  do: 'choose_customer';
  call: string;
  customer: string;
}

/** A new record with the caller's number. */
export interface CreateCustomer {
  do: 'create_customer';
  call: string;
  name: string;
  language?: string;
  city?: string;
  email?: string;
  remark?: string;
}

/** Finish the wrap-up. Before it, tick the outcome with `save_notes`. */
export interface GiveOutcome {
  do: 'give_outcome';
  call: string;
  outcome: string;
  need?: string;
  needs?: string[];
}

/** Hand the caller over to a queue or to an agent who is free; what comes of it the call's part says (`transfer_no`), or that it is hers no more. */
export interface Transfer {
  do: 'transfer';
  call: string;
  press: string;
  queue?: string;
  agent?: string;
}

/** Ask a colleague, or a queue, while the caller hears music. */
export interface Consult {
  do: 'consult';
  call: string;
  press: string;
  queue?: string;
  agent?: string;
}

/** What to do with the consultation that is open. */
export interface ConsultGoesOn {
  do: 'consult_step';
  call: string;
  step: ConsultStep;
}

/** What an agent does with her consultation. */
export type ConsultStep = 'back' | 'complete' | 'conference' | 'swap';

/** Wrap-up after this call, or no more, in a queue where it comes only if she asks. */
export interface AskWrapUp {
  do: 'ask_wrap_up';
  call: string;
  wanted?: boolean;
}

/** Call back at once the caller whose conversation broke; it ends the wrap-up. */
export interface Redial {
  do: 'redial';
  call: string;
}

/** The one extension. */
export interface ExtendWrapUp {
  do: 'extend_wrap_up';
  call: string;
}

/** The browser's SDP offer; answered by `audio_answer`, or a refusal. */
export interface AudioOffer {
  do: 'audio_offer';
  sdp: string;
}

/** Send her own voice back, for the audio check; or stop doing so. */
export interface AudioEcho {
  do: 'audio_check';
  echo: boolean;
}

/** The result of the audio check; only after a good one may she be ready. */
export interface AudioChecked {
  do: 'audio_checked';
  ok: boolean;
  rtt_ms?: number | null;
  loss?: number | null;
  jitter_ms?: number | null;
  failed?: string;
}

/** Have the desk in this tab. */
export interface TakeOver {
  do: 'take_over';
}

/** End the session; refused during a call. */
export interface SignOut {
  do: 'sign_out';
}

/** First on every socket; then come a `snapshot`, or the missed patches when `resumed`. */
export interface Hello {
  type: 'hello';
  protocol: number;
  build: string;
  agent: string;
  desk: string;
  server_time: string;
  resumed: boolean;
  softphone: string;
  stun_urls: string[];
}

/** The whole screen as of `seq`. */
export interface Snapshot {
  type: 'snapshot';
  seq: number;
  server_time: string;
  desk: DeskView;
}

/** Parts of `DeskView` that are to be replaced; an absent part stays, null clears it. */
export interface Changes {
  me?: Me;
  choices?: Choices;
  queues?: QueueView[];
  offer?: OfferView | null;
  call?: CallView | null;
  customer?: CustomerView | null;
  wrap_up?: WrapUpView | null;
  notes?: NotesView | null;
  history?: RecentCall[];
  day?: DayFigures;
  audio?: AudioView;
  emergencies?: EmergencyView[];
  incidents?: IncidentView[];
  stored?: boolean;
  live?: boolean;
}

/** Why an offer left the screen without a conversation. */
export interface OfferGone {
  offer: string;
  how: string;
}

/** What changed; `seq` counts by one, a gap means: reconnect. */
export interface Patch {
  type: 'patch';
  seq: number;
  server_time: string;
  changes: Changes;
  offer_gone: OfferGone | null;
}

/** The one answer to a command; a repeated `client_id` gets the same for 10 minutes. */
export interface Answer {
  type: 'answer';
  client_id: string;
  ok: boolean;
  reason: Refusal | null;
  detail: string;
  current: number;
}

/** Why a command was not taken: the closed list. */
export type Refusal = 'audio_absent' | 'audio_not_checked' | 'away' | 'bad_keys' | 'no_call' | 'no_offer' | 'not_now' | 'not_yours' | 'stale' | 'too_long' | 'unknown_customer' | 'unknown_need' | 'unknown_outcome' | 'unknown_reason';

/** The softphone's SDP answer to `audio_offer`. */
export interface AudioAnswer {
  type: 'audio_answer';
  client_id: string;
  sdp: string;
}

/** Another tab of this agent holds the desk; send `take_over` to have it here. */
export interface Occupied {
  type: 'occupied';
  since: string;
}

/** Another tab took the desk. The server closes the socket after it (code 4001). */
export interface TakenOver {
  type: 'taken_over';
  at: string;
}

/** The session is over. The server closes the socket after it (code 4003). */
export interface SignedOut {
  type: 'signed_out';
  forced: boolean;
}

/** The server is of another build: reload when no call is up. */
export interface Reload {
  type: 'reload';
  build: string;
}

/** Answer to `ping`. */
export interface Pong {
  type: 'pong';
  server_time: string;
}

/** A message from the page had the wrong shape. The socket stays open. */
export interface Unreadable {
  type: 'unreadable';
  detail: string;
  client_id: string;
}

/** One command. Kept by the page and sent again, unchanged, until it is answered. After a `snapshot` of another desk session it is sent with the new `expected_seq`. */
export interface Ask {
  type: 'ask';
  client_id: string;
  expected_seq: number;
  command: SetIntent | TakeBackBreak | Listen | StopListening | Accept | Decline | Hold | Retrieve | Mute | Unmute | Keys | HangUp | Transfer | Consult | ConsultGoesOn | PauseRecording | ResumeRecording | SaveNotes | ChooseCustomer | CreateCustomer | GiveOutcome | AskWrapUp | ExtendWrapUp | Redial | AudioOffer | AudioEcho | AudioChecked | TakeOver | SignOut;
}

/** Each 2 s: the tab is there. */
export interface Ping {
  type: 'ping';
}

/** offered = answered + abandoned + short_abandoned + flowed_out + turned_away + called_back + voicemail + withdrawn + waiting. */
export interface Counts {
  offered: number;
  answered: number;
  answered_within: number;
  abandoned: number;
  short_abandoned: number;
  flowed_out: number;
  turned_away: number;
  called_back: number;
  voicemail: number;
  withdrawn: number;
  waiting: number;
}

/** Service level = answered within T / (answered + abandoned after T). */
export interface ServiceTile {
  now: number | null;
  today: number | null;
  yesterday: number | null;
  trend: (number | null)[];
  within: number;
  definition: string;
  counts_now: Counts;
  counts_today: Counts;
}

/** Who waits longest; all None when nobody does. */
export interface LongestWaitTile {
  entered_at: string | null;
  queue: string | null;
  queue_name: Words | null;
}

/** Calls in line, offered ones included. */
export interface WaitingTile {
  count: number;
  estimated_wait: number | null;
  estimated_wait_p80: number | null;
  idle_unsuited: number;
}

/** How many are not ready for one reason. */
export interface ReasonCount {
  reason: string;
  count: number;
  words: Words | null;
}

/** Agents by what they do. */
export interface AgentsTile {
  signed_in: number;
  idle: number;
  ringing: number;
  talking: number;
  wrap_up: number;
  not_ready: number;
  not_responding: number;
  unreachable: number;
  overrun: number;
  reasons: ReasonCount[];
}

/** Handle time = talk + hold + wrap-up of calls finished today. */
export interface HandleTile {
  median: number | null;
  mean: number | null;
  p90: number | null;
  count: number;
}

/** Answered share of the offered today, and how fast; short abandons, who was turned away and who asked to be called back are left out. */
export interface AnswerTile {
  now: number | null;
  rate: number | null;
  speed: number | null;
}

/** Offers of today that came to nothing; what a device missed is no agent's miss. */
export interface MissesTile {
  missed: number;
  declined: number;
  by_device: number;
}

/** Promises of the distributor that do not hold, of one kind. */
export interface AlarmLine {
  trouble: string;
  count: number;
  since: string;
}

/** How the waits told to callers today came true. */
export interface ForeseenTile {
  told: number;
  kept: number | null;
  error_median: number | null;
}

/** One line of the queue table. */
export interface QueueRow {
  id: string;
  name: Words;
  waiting: number;
  longest_entered_at: string | null;
  service_now: number | null;
  service_today: number | null;
  answered_now: number | null;
  answered_today: number | null;
  handle_median: number | null;
  idle: number;
  callbacks: number;
  foreseen: ForeseenTile;
  today: Counts;
  marks: Marks;
  opening: OpeningView;
}

/** First on every socket. */
export interface BoardHello {
  type: 'hello';
  protocol: number;
  build: string;
  server_time: string;
  time_zone: string;
}

/** Everything on the board as of `at`. */
export interface BoardFrame {
  type: 'frame';
  at: string;
  position: number;
  live: boolean;
  stored: boolean;
  service: ServiceTile;
  longest_wait: LongestWaitTile;
  waiting: WaitingTile;
  agents: AgentsTile;
  handle: HandleTile;
  answer: AnswerTile;
  foreseen: ForeseenTile;
  misses: MissesTile;
  queues: QueueRow[];
  emergencies: EmergencyView[];
  calls_up: number;
  marks: Marks;
  alarms: AlarmLine[];
}

/** Answer to `ping`. */
export interface BoardPong {
  type: 'pong';
  server_time: string;
}

/** A message from the page had the wrong shape. The socket stays open. */
export interface BoardUnreadable {
  type: 'unreadable';
  detail: string;
}

export type FromServer =
  | Hello
  | Snapshot
  | Patch
  | Answer
  | AudioAnswer
  | Occupied
  | TakenOver
  | SignedOut
  | Reload
  | Pong
  | Unreadable;

export type FromDesk =
  | Ask
  | Ping;

export type AnyCommand =
  | SetIntent
  | TakeBackBreak
  | Listen
  | StopListening
  | Accept
  | Decline
  | Hold
  | Retrieve
  | Mute
  | Unmute
  | Keys
  | HangUp
  | Transfer
  | Consult
  | ConsultGoesOn
  | PauseRecording
  | ResumeRecording
  | SaveNotes
  | ChooseCustomer
  | CreateCustomer
  | GiveOutcome
  | AskWrapUp
  | ExtendWrapUp
  | Redial
  | AudioOffer
  | AudioEcho
  | AudioChecked
  | TakeOver
  | SignOut;

export type FromBoardServer =
  | BoardHello
  | BoardFrame
  | BoardPong
  | BoardUnreadable;

/** `GET /api/v1/about`: open to all, for the sign-in page. */
export interface About {
  name: TextPair;
  build: string;
  time_zone: string;
  demo: boolean;
}

/** One agent who is out, will be after her call, or asks to be. */
export interface Absence {
  agent: string;
  name: TextPair;
  team: string;
  standing: string;
  reason: string;
  reason_name: TextPair;
  since: string;
  limit_at: string | null;
  overrun: boolean;
  waits_for: string;
  had_today: number;
}

/** It was done; also the answer to the same press told again. */
export interface ActDone {
  press: string;
  act: string;
  call: string;
}

/** What every act says. */
export interface ActWanted {
  press: string;
  seen?: number | null;
}

/** One agent's time and calls. */
export interface AgentDay {
  agent: string;
  name: TextPair | null;
  team: string;
  signed_in_for: number;
  states: Record<string, number>;
  reasons: Record<string, number>;
  offers: number;
  answered: number;
  answered_within: number;
  not_responded: number;
  rejected: number;
  missed_by_device: number;
  talk: number;
  hold: number;
  wrap_up: number;
  handle_mean: number | null;
  handle_median: number | null;
  occupancy: number | null;
}

/** `GET /api/v1/reports/agents`. */
export interface AgentReport {
  from_at: string;
  to_at: string;
  as_of: string;
  rows: AgentDay[];
}

/** An agent who is signed in. */
export interface AgentTarget {
  agent: string;
  name: TextPair;
  team_name: TextPair;
  state: string;
  since: string | null;
  free: boolean;
}

/** One agent, live. */
export interface AgentView {
  agent: string;
  work_number: string;
  name: TextPair;
  role: string;
  team: string;
  site: string;
  employer: string;
  queues: string[];
  state: string;
  reason: string;
  since: string | null;
  until: string | null;
  intent: string;
  device: string;
  call: string | null;
  offer: string | null;
  reachable: boolean;
  expiring: ExpiringSkill[];
}

/** A call that is served first. */
export interface AheadRow {
  call: string;
  priority: number;
  due_at: string;
}

/** What callers may hear at an emergency, by language. */
export interface AnnouncementShape {
  name: string;
  texts: Record<string, string>;
}

/** `POST /api/v1/waiting/{call}/assign`: to an agent who is free. */
export interface AssignWanted {
  press: string;
  seen?: number | null;
  agent: string;
  confirmed?: boolean;
}

/** `POST /api/v1/breaks/{agent}`: grant or refuse what she asks for. */
export interface BreakAnswer {
  reason: string;
  granted: boolean;
}

/** `GET /api/v1/breaks`. */
export interface BreakList {
  at: string;
  places: TeamPlaces[];
  rows: Absence[];
}

/** One call whole. */
export interface CallDetail {
  call: string;
  started_at: string;
  state: 'ivr' | 'waiting' | 'offered' | 'connecting' | 'talking' | 'wrap_up' | 'ended';
  number: string;
  dialled: string;
  direction: 'inbound' | 'callback' | 'redial' | 'outbound' | 'consult' | 'outside';
  called_back: boolean;
  voicemail: boolean;
  turned_away: boolean;
  withdrawn: boolean;
  diverted: TextPair | null;
  customer: string | null;
  customer_name: string;
  queue: string | null;
  queue_name: TextPair | null;
  agent: string | null;
  agent_name: TextPair | null;
  language: string;
  entered_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  waited: number | null;
  talk: number | null;
  hold: number | null;
  wrap_up: number | null;
  handle: number | null;
  answered: boolean;
  answered_within: boolean;
  dropped: boolean;
  abandoned: boolean;
  short_abandon: boolean;
  need: string;
  needs: string[];
  outcome: string;
  ending: EndingView | null;
  recording: 'none' | 'running' | 'pending' | 'stored' | 'declined' | 'lost';
  stored: boolean;
  ivr: number | null;
  path: string[];
  path_words: TextPair[];
  offers: OfferRow[];
  legs: LegRow[];
  spans: Span[];
  transfers: number;
  survey_asked: boolean;
  survey_score: number | null;
  foreseen_p50: number | null;
  foreseen_p80: number | null;
  wait_error: number | null;
  notes: string;
  recording_seconds: number | null;
  recording_started_at: string | null;
}

/** `GET calls/{id}/offers`: each offer of a call, and why it went to whom it went to. */
export interface CallOffers {
  call: string;
  offers: OfferRow[];
}

/** One call in a list. */
export interface CallRow {
  call: string;
  started_at: string;
  state: 'ivr' | 'waiting' | 'offered' | 'connecting' | 'talking' | 'wrap_up' | 'ended';
  number: string;
  dialled: string;
  direction: 'inbound' | 'callback' | 'redial' | 'outbound' | 'consult' | 'outside';
  called_back: boolean;
  voicemail: boolean;
  turned_away: boolean;
  withdrawn: boolean;
  diverted: TextPair | null;
  customer: string | null;
  customer_name: string;
  queue: string | null;
  queue_name: TextPair | null;
  agent: string | null;
  agent_name: TextPair | null;
  language: string;
  entered_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  waited: number | null;
  talk: number | null;
  hold: number | null;
  wrap_up: number | null;
  handle: number | null;
  answered: boolean;
  answered_within: boolean;
  dropped: boolean;
  abandoned: boolean;
  short_abandon: boolean;
  need: string;
  needs: string[];
  outcome: string;
  ending: EndingView | null;
  recording: 'none' | 'running' | 'pending' | 'stored' | 'declined' | 'lost';
  stored: boolean;
}

/** One open callback. */
export interface CallbackRow {
  callback: string;
  call: string | null;
  number: string;
  customer_name: string;
  queue: string;
  queue_name: TextPair;
  entered_at: string;
  asked_at: string;
  promised_until: string;
  due_at: string;
  state: 'asked' | 'in_line' | 'offered' | 'calling' | 'resting';
  agent: string | null;
  agent_name: TextPair | null;
  tries: number;
  again_at: string | null;
  closed: boolean;
}

/** Callbacks asked for in the stretch: asked = spoke + failed + withdrawn + open. */
export interface CallbacksShape {
  asked: number;
  spoke: number;
  failed: number;
  withdrawn: number;
  open: number;
  tries: number;
  kept: number;
  broken: number;
  kept_rate: number | null;
}

/** An agent who was looked at. */
export interface CandidateRow {
  agent: string;
  name: TextPair | null;
  lost: string;
  lost_skill: TextPair | null;
  idle_for: number;
  rank: number | null;
}

/** offered = answered + abandoned + short_abandoned + flowed_out + turned_away + called_back + voicemail + withdrawn + waiting. */
export interface CountsShape {
  offered: number;
  answered: number;
  answered_within: number;
  abandoned: number;
  short_abandoned: number;
  flowed_out: number;
  turned_away: number;
  called_back: number;
  voicemail: number;
  withdrawn: number;
  waiting: number;
}

/** `PUT /api/v1/calls/{id}/customer`. */
export interface CustomerChosen {
  customer: string;
}

/** One customer in a list. */
export interface CustomerRow {
  customer: string;
  name: string;
  tier: string;
  city: string;
  number: string;
  last_contact_at: string | null;
}

/** `POST /api/v1/customers`. */
export interface CustomerWanted {
  name: string;
  number?: string;
  call?: string;
  language?: string;
  city?: string;
  email?: string;
  remark?: string;
}

/** `POST /api/v1/agents/{id}/sign-in`. */
export interface DeviceWanted {
  device?: string;
}

/** A queue on whose behalf she may call. */
export interface DialQueue {
  queue: string;
  name: TextPair;
  numbers: string[];
}

/** `POST /api/v1/agents/{agent}/dial`: to a number, or to whom an earlier call was with. */
export interface DialWanted {
  press: string;
  queue: string;
  number?: string;
  call?: string;
  shown?: string;
}

/** `GET /api/v1/agents/{agent}/dialling`. */
export interface Dialling {
  possible: boolean;
  queues: DialQueue[];
}

/** Whom such a call would get now. Nothing is changed by asking. */
export interface DryRunTold {
  queue: string;
  queue_name: TextPair;
  strategy: string;
  priority: number;
  ahead: number;
  search: SearchRow;
  staff: StaffRow;
  shut: string;
  chances: CandidateRow[];
  more: number;
}

/** `POST queues/{id}/dry-run`: a call that is not there. */
export interface DryRunWanted {
  language?: string;
  tier?: string;
  travels_soon?: boolean;
  priority?: number;
  preferred?: string;
  waited?: number;
}

/** The emergency switch is pressed. */
export interface EmergencyShape {
  since: string;
  by: string | null;
  by_name: TextPair | null;
  reason: string;
  reason_name: TextPair | null;
  announcement: string;
}

/** `POST /api/v1/opening/emergency`: close at once, or open again. */
export interface EmergencyWanted {
  on: boolean;
  queue?: string | null;
  reason: 'evacuation' | 'power' | 'network' | 'systems' | 'weather' | 'drill' | 'other';
  announcement?: string;
}

/** Who ended a call, and why. */
export interface EndingView {
  side: string;
  reason: string;
  code: number;
}

/** A skill that counts as missing from a day on. */
export interface ExpiringSkill {
  skill: string;
  name: TextPair;
  expires: string;
}

/** One agent who is signed in. */
export interface FloorAgent {
  agent: string;
  name: TextPair;
  team: string;
  team_name: TextPair;
  state: string;
  reason: string;
  reason_name: TextPair | null;
  since: string | null;
  queue_name: TextPair | null;
  free: boolean;
}

/** `GET /api/v1/floor`: calls in order of service over all queues, then those that ring. */
export interface FloorView {
  at: string;
  live: boolean;
  calls: WaitingRow[];
  agents: FloorAgent[];
  queues: QueueChoice[];
  skills: Record<string, TextPair>;
}

/** One caller who is at a node now. */
export interface FlowCaller {
  call: string;
  since: string;
  number: string;
}

/** `GET flows/{flow}/counts`: now, and since the local midnight. */
export interface FlowCountsView {
  flow: string;
  at: string;
  since: string;
  live: boolean;
  here: number;
  nodes: FlowNodeCount[];
}

/** One more thing that the flow says of a node. */
export interface FlowDetail {
  name: string;
  value: string;
}

/** `GET flows/{flow}`. */
export interface FlowDrawing {
  flow: string;
  version: number;
  start: string;
  width: number;
  height: number;
  nodes: FlowNode[];
  ways: FlowWay[];
}

/** A way out of a node. */
export interface FlowExit {
  by: string;
  target: string;
  asks: string;
}

/** `GET flows`: those that numbers lead to first. */
export interface FlowList {
  version: number;
  flows: FlowView[];
}

/** A node, and where it stands. */
export interface FlowNode {
  node: string;
  kind: string;
  label: TextPair;
  queue: string;
  x: number;
  y: number;
  width: number;
  height: number;
  words: FlowWords[];
  details: FlowDetail[];
  exits: FlowExit[];
}

/** What happened at a node. */
export interface FlowNodeCount {
  node: string;
  here: number;
  callers: FlowCaller[];
  entered: number;
  left: number;
  exits: Record<string, number>;
  waiting: number | null;
}

/** `GET /api/v1/reports/flows`. */
export interface FlowReport {
  from_at: string;
  to_at: string;
  rows: FlowRow[];
}

/** Where one queue's rules, and its callers' keys, sent calls, counted when it happened. */
export interface FlowRow {
  queue: string;
  overflowed_out: number;
  overflowed_in: number;
  ways: Record<string, number>;
  because: Record<string, number>;
}

/** One published flow. */
export interface FlowView {
  flow: string;
  numbers: string[];
  after_call: boolean;
  here: number;
}

/** A line from one node to another. */
export interface FlowWay {
  source: string;
  target: string;
  by: string[];
  path: string;
  silent: boolean;
  x: number;
  y: number;
}

/** What is said at a node, and when. */
export interface FlowWords {
  when: string;
  texts: Record<string, string>;
}

/** How the waits told to callers came true. */
export interface ForeseenShape {
  told: number;
  kept: number;
  kept_rate: number | null;
  error_median: number | null;
}

/** A code, and what it is called: of what has happened, or of a language. */
export interface IncidentChoice {
  code: string;
  name: TextPair;
}

/** `POST /api/v1/incidents/{incident}/end`. */
export interface IncidentEndWanted {
  press: string;
}

/** `GET /api/v1/incidents`. */
export interface IncidentList {
  open: IncidentShape[];
  over: IncidentShape[];
  may_press: boolean;
  may_press_house: boolean;
  queues: IncidentQueue[];
  kinds: IncidentChoice[];
  languages: IncidentChoice[];
  most_characters: number;
  longest_days: number;
}

/** A queue whose callers may be told something. */
export interface IncidentQueue {
  queue: string;
  name: TextPair;
  may_press: boolean;
}

/** One incident, as it was set last. */
export interface IncidentShape {
  incident: string;
  version: number;
  what: string;
  what_name: TextPair | null;
  texts: Record<string, string>;
  missing: string[];
  queues: IncidentQueue[] | null;
  begins: string;
  ends: string;
  by: string;
  by_name: TextPair | null;
  set_at: string;
  state: 'planned' | 'speaking' | 'running' | 'silent' | 'over';
  ended_at: string | null;
  ended_by: string | null;
  ended_by_name: TextPair | null;
  may_press: boolean;
}

/** `POST /api/v1/incidents`, and `PUT /api/v1/incidents/{incident}` to set one anew. */
export interface IncidentWanted {
  press: string;
  seen?: number;
  what: 'weather' | 'strike' | 'flights' | 'trains' | 'closure' | 'systems' | 'other';
  texts: Record<string, string>;
  queues?: string[] | null;
  begins?: string | null;
  ends: string;
}

/** `GET /api/v1/reports/intervals`. */
export interface IntervalReport {
  from_at: string;
  to_at: string;
  as_of: string;
  minutes: number;
  rows: IntervalRow[];
}

/** One interval and queue, by cohort: counted where the call entered. */
export interface IntervalRow {
  start_at: string;
  queue: string;
  counts: CountsShape;
  service_level: number | null;
  answer_rate: number | null;
  average_speed_of_answer: number | null;
  handle_mean: number | null;
  talk: number;
  hold: number;
  wrap_up: number;
  calls: string;
}

/** One leg of a call. */
export interface LegRow {
  leg: string;
  role: string;
  agent: string | null;
  started_at: string;
  answered_at: string | null;
  joined_at: string | null;
  ended_at: string | null;
  ending: EndingView | null;
  quality: string;
  opinion: number | null;
  loss_percent: number | null;
  jitter_ms: number | null;
  round_trip_ms: number | null;
}

/** `POST /api/v1/agents/{agent}/listen`: to her mentor. */
export interface ListenWanted {
  press: string;
}

/** `GET /api/v1/monitor`: whom one hears; instants are aware UTC. */
export interface MonitorView {
  device: string;
  agent: string;
  name: TextPair | null;
  voice: 'silent' | 'whisper' | 'barge';
  call: string;
  hears_since: string | null;
  trouble: string;
}

/** `POST /api/v1/agents/{agent}/monitor`. */
export interface MonitorWanted {
  press: string;
  because: 'training' | 'coaching' | 'quality' | 'complaint' | 'asked';
  voice?: 'silent' | 'whisper' | 'barge';
}

/** `POST /api/v1/waiting/{call}/move`: it keeps its place in the order of service. */
export interface MoveWanted {
  press: string;
  seen?: number | null;
  queue: string;
}

/** A queue and its name. */
export interface NamedQueue {
  queue: string;
  name: TextPair;
}

/** A skill that is asked for. */
export interface NeedRow {
  skill: string;
  name: TextPair;
  at_least: number;
}

/** `POST /api/v1/agents/{id}/not-ready`. */
export interface NotReadyWanted {
  reason?: string;
}

/** `PUT /api/v1/calls/{id}/notes`. */
export interface NotesText {
  text: string;
}

/** One offer of a call, with who was considered. */
export interface OfferRow {
  offer: string;
  agent: string;
  agent_name: TextPair | null;
  made_at: string;
  until: string;
  how: string;
  ended_at: string | null;
  strategy: string;
  waited: number;
  width: number;
  priority: number;
  candidates: CandidateRow[];
}

/** The offer an agent has at present (`GET /api/v1/agents/{id}/offer`). */
export interface OfferState {
  offer: string;
  call: string;
  queue: string;
  until: string;
  entered_at: string;
}

/** `POST /api/v1/offers/accept` and `/offers/decline`. */
export interface OfferWanted {
  offer: string;
  agent?: string;
}

/** `GET /api/v1/opening`. */
export interface OpeningList {
  emergency: EmergencyShape | null;
  may_press: boolean;
  queues: QueueOpening[];
  reasons: ReasonShape[];
  announcements: AnnouncementShape[];
}

/** Whether a queue takes calls. */
export interface OpeningShape {
  open: boolean;
  because: string;
  changes_at: string | null;
}

/** `POST /api/v1/agents/{id}/outcome`. */
export interface OutcomeWanted {
  call: string;
  outcome: string;
  need?: string;
  needs?: string[];
}

/** `POST /api/v1/calls/{call}/outside`: by the agent who speaks with its caller. */
export interface OutsideWanted {
  press: string;
  number: string;
  hand_over?: boolean;
}

/** Somebody's, in place of the voice. */
export interface OwnRecording {
  by: string;
  by_name: TextPair;
  at: string;
  name: string;
  seconds: number;
}

/** The waveform of both sides: loudest value per step, 0-1. */
export interface Peaks {
  seconds: number;
  per_second: number;
  caller: number[];
  agent: number[];
  silences: Span[];
}

/** `GET /api/v1/phones`. */
export interface PhoneList {
  at: string;
  realm: string;
  phones: PhoneState[];
}

/** `POST /api/v1/phones/{extension}/password`: shown this once, kept nowhere. */
export interface PhonePassword {
  extension: string;
  realm: string;
  password: string;
}

/** Where a phone is reached. */
export interface PhonePlace {
  host: string;
  port: number;
  transport: string;
  since: string;
  until: string;
}

/** One phone; it is registered while it has a place. The best place is first, and is called. */
export interface PhoneState {
  extension: string;
  device: string;
  set_at: string;
  places: PhonePlace[];
  agents: string[];
}

/** `POST /api/v1/waiting/{call}/priority`. */
export interface PriorityWanted {
  press: string;
  seen?: number | null;
  priority: number;
}

/** RFC 9457: what went wrong, and how to cure it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors: Record<string, unknown>[];
  state: unknown;
}

/** Words that callers or agents may hear. */
export interface PromptRow {
  key: string;
  language: string;
  words: string;
  flow: string;
  node: string;
  queue: string;
  queue_name: TextPair;
  ready: boolean;
  own: OwnRecording | null;
}

/** `GET /api/v1/waiting`: what an agent may take from her own queues. */
export interface PullView {
  at: string;
  allowed: boolean;
  calls: WaitingRow[];
  skills: Record<string, TextPair>;
}

/** `POST /api/v1/waiting/{call}/pull`: an agent for herself, where the queue allows it. */
export interface PullWanted {
  press: string;
  seen?: number | null;
  confirmed?: boolean;
}

/** A queue to which a call can be moved. */
export interface QueueChoice {
  queue: string;
  name: TextPair;
}

/** One queue, and its own switch. */
export interface QueueOpening {
  queue: string;
  name: TextPair;
  opening: OpeningShape;
  calendar: string;
  emergency: EmergencyShape | null;
  may_press: boolean;
}

/** One queue, live. */
export interface QueueState {
  queue: string;
  name: TextPair;
  waiting: number;
  longest_entered_at: string | null;
  idle: number;
  signed_in: number;
  service_level_now: number | null;
  service_level_today: number | null;
  answer_rate_now: number | null;
  answer_rate_today: number | null;
  answer_within: number;
  service_target: number;
  answer_target: number;
  wait_p50: number | null;
  wait_p80: number | null;
  foreseen: ForeseenShape;
  opening: OpeningShape;
}

/** A queue, live. */
export interface QueueTarget {
  queue: string;
  name: TextPair;
  open: boolean;
  waiting: number;
  idle: number;
}

/** Why a switch may be pressed. */
export interface ReasonShape {
  code: string;
  name: TextPair;
}

/** `POST /api/v1/agents/{id}/redial`. */
export interface RedialWanted {
  call: string;
}

/** Whom a call asks. */
export interface SearchRow {
  width: number;
  queues: NamedQueue[];
  needs: NeedRow[];
}

/** `GET /api/v1/reports/service-level`: all definitions side by side. */
export interface ServiceLevelReport {
  from_at: string;
  to_at: string;
  as_of: string;
  queue: string | null;
  within: number;
  target: number;
  answer_target: number;
  answer_rate: number | null;
  headline: number | null;
  definitions: Record<string, number | null>;
  counts: CountsShape;
  dropped: number;
  callbacks: CallbacksShape;
  foreseen: ForeseenShape;
  average_speed_of_answer: number | null;
  abandon_rate: number | null;
  handle_mean: number | null;
  handle_median: number | null;
  handle_p90: number | null;
  talk_mean: number | null;
  hold_mean: number | null;
  wrap_up_mean: number | null;
  calls: string;
}

/** Who is signed in. `csrf` goes back as the header `X-CSRF-Token` on every unsafe request. */
export interface SessionView {
  agent: string;
  work_number: string;
  name: TextPair;
  role: 'agent' | 'supervisor' | 'qa' | 'admin';
  scope: 'own' | 'team' | 'site' | 'all';
  team: string;
  site: string;
  device: string;
  csrf: string;
  expires_at: string;
  time_zone: string;
}

/** What became of a change, or would become of it. */
export interface SettingsAnswer {
  changed: boolean;
  tag: string;
  faults: SettingsFault[];
  warnings: SettingsFault[];
  changes: SettingsChange[];
}

/** One value that differs; null where there is none. */
export interface SettingsChange {
  path: string;
  old: unknown;
  new: unknown;
}

/** One of the values that a field may have. */
export interface SettingsChoice {
  value: string;
  label: TextPair;
}

/** `GET /api/v1/settings/history/{version}`: what differs from that version to another. */
export interface SettingsComparison {
  version: number;
  against: number | null;
  changes: SettingsChange[];
}

/** `GET /api/v1/settings/description`: every field there is, in both languages. */
export interface SettingsDescription {
  sections: SettingsSection[];
  flows: string[];
}

/** Something that makes no sense, or a warning. */
export interface SettingsFault {
  path: string;
  code: string;
  what: string;
  cure: string;
  allowed: string;
}

/** One field, or what a list or map of them holds. */
export interface SettingsField {
  name: string;
  label: TextPair;
  help: TextPair;
  kind: 'number' | 'decimal' | 'text' | 'yes_no' | 'choice' | 'date' | 'time' | 'list' | 'map' | 'group' | 'either' | 'other';
  optional: boolean;
  needed: boolean;
  default: unknown;
  unit: string;
  least: number | null;
  most: number | null;
  choices: SettingsChoice[];
  refers: string;
  key: SettingsField | null;
  of: SettingsField | null;
  fields: SettingsField[];
}

/** Fields that stand together in a form. */
export interface SettingsGroup {
  name: TextPair;
  fields: SettingsField[];
}

/** `GET /api/v1/settings/history`, newest first. */
export interface SettingsHistory {
  versions: SettingsVersion[];
  next: number | null;
}

/** One section and its form. */
export interface SettingsSection {
  section: string;
  name: TextPair;
  one: TextPair;
  sole: boolean;
  groups: SettingsGroup[];
}

/** One change that was made. */
export interface SettingsVersion {
  version: number;
  at: string;
  by: string;
  by_name: TextPair | null;
  remark: string;
  restored: number | null;
  changes: SettingsChange[];
}

/** How many agents fall short of a skill. */
export interface ShortRow {
  skill: string;
  name: TextPair;
  count: number;
}

/** `POST /api/v1/session`. */
export interface SignIn {
  work_number: string;
  password: string;
}

/** A stretch of a call, such as a hold or a pause of the recording. */
export interface Span {
  kind: string;
  from_at: string;
  to_at: string | null;
}

/** Agents of the queues a call asks, by what keeps each from it; each counts once. */
export interface StaffRow {
  signed_in: number;
  free: number;
  busy: number;
  not_ready: number;
  short: ShortRow[];
}

/** `GET calls/{id}/waiting`: why it still waits. */
export interface StillWaiting {
  call: string;
  at: string;
  queue: string;
  queue_name: TextPair;
  entered_at: string;
  priority: number;
  due_at: string;
  ahead: number;
  first: AheadRow[];
  search: SearchRow;
  staff: StaffRow;
  widens_at: string | null;
  then: SearchRow | null;
  goes_first_at: string | null;
  preferred: string | null;
  preferred_name: TextPair | null;
  preferred_until: string | null;
  rests: boolean;
}

/** `POST /api/v1/monitor/take-over`. */
export interface TakeOverWanted {
  press: string;
}

/** A team with a quota. */
export interface TeamPlaces {
  team: string;
  name: TextPair;
  most: number;
  out: number;
}

/** One text in both languages of the interface. */
export interface TextPair {
  zh: string;
  en: string;
}

/** Opens one socket once, within 30 s, from the same page origin. */
export interface Ticket {
  ticket: string;
  expires_at: string;
}

/** `POST /api/v1/socket-tickets`. */
export interface TicketWanted {
  socket: 'desk' | 'wallboard';
}

/** Every fact of a call, in order. */
export interface Timeline {
  call: string;
  facts: TimelineRow[];
}

/** One fact of a call. */
export interface TimelineRow {
  position: number;
  at: string;
  kind: string;
  source: string;
  cause: number;
  told: TextPair[];
  body: Record<string, unknown>;
  stored: boolean;
}

/** `GET /api/v1/transfer-targets`: every queue that fits, the first agents who do. */
export interface TransferTargets {
  queues: QueueTarget[];
  agents: AgentTarget[];
  more: number;
}

/** `POST /api/v1/calls/{call}/transfer`: by the agent who speaks with its caller. */
export interface TransferWanted {
  press: string;
  queue?: string;
  agent?: string;
}

/** `POST /api/v1/monitor/voice`. */
export interface VoiceWanted {
  press: string;
  voice: 'silent' | 'whisper' | 'barge';
}

/** `GET /api/v1/voicemails/count`: of those one may see. */
export interface VoicemailCount {
  open: number;
  mine: number;
}

/** `POST /api/v1/voicemails/{call}/done`. */
export interface VoicemailFinish {
  press: string;
  outcome: 'handled' | 'passed_on' | 'nothing_to_do';
  note: string;
}

/** What is pressed about a message. */
export interface VoicemailPress {
  press: string;
}

/** One message. */
export interface VoicemailRow {
  call: string;
  number: string;
  customer_name: string;
  queue: string;
  queue_name: TextPair;
  left_at: string;
  seconds: number;
  how: 'key' | 'hung_up' | 'limit' | 'lost';
  state: 'open' | 'taken' | 'done';
  agent: string | null;
  agent_name: TextPair | null;
  since: string | null;
  sound: 'ready' | 'pending' | 'lost';
  may_call_back: boolean;
  outcome: '' | 'handled' | 'passed_on' | 'nothing_to_do' | 'called_back';
}

/** One call that waits, or that rings at an agent before anybody has taken it. */
export interface WaitingRow {
  call: string;
  queue: string;
  queue_name: TextPair;
  number: string;
  customer_name: string;
  language: string;
  tier: string;
  entered_at: string;
  promised_until: string;
  warns_at: string;
  place: number;
  priority: number;
  state: 'waiting' | 'offered';
  agent: string | null;
  agent_name: TextPair | null;
  callback: boolean;
  acts: number;
}

/** `POST /api/v1/waiting/{call}/withdraw`: the caller is told good-bye. */
export interface WithdrawWanted {
  press: string;
  seen?: number | null;
  because?: '' | 'handled' | 'unwanted' | 'closing';
}

/** One page of a list; `next` is the cursor of the following one, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
