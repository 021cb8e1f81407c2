/** Wire messages for tests, as the server sends them. */
import type {
  CallView,
  Changes,
  DeskView,
  Hello,
  Marks,
  OfferGone,
  OfferView,
  Patch,
  Snapshot,
} from '../wire/types';

const serverTime = '2025-11-22T06:00:00Z';

export const marks: Marks = {
  wait_warn: 12,
  wait_over: 20,
  handle_warn: 150,
  handle_over: 180,
  hold_over: 45,
  service_floor: 0.8,
  service_target: 0.9,
  answer_floor: 0.8,
  answer_target: 0.9,
};

export function hello(change: Partial<Hello> = {}): Hello {
  return {
    type: 'hello',
    protocol: 1,
    build: 'one',
    agent: '1001',
    desk: 'd1',
    server_time: serverTime,
    resumed: false,
    softphone: 's1',
    stun_urls: [],
    ...change,
  };
}

export function deskView(change: Partial<DeskView> = {}): DeskView {
  return {
    me: {
      agent: '1001',
      work_number: '1001',
      name: { zh: '林知夏', en: 'Lin Zhixia' },
      role: 'agent',
      team: { zh: '综合一组', en: 'Mixed 1' },
      site: { zh: '东岸职场', en: 'East' },
      state: 'idle',
      reason: '',
      since: serverTime,
      until: null,
      intent: 'available',
      intent_reason: '',
      limit_at: null,
      overrun: false,
      asked: null,
      refused: '',
      listen: {
        mentor: '',
        mentor_name: { zh: '', en: '' },
        mentor_is_there: false,
        agent: '',
        agent_name: { zh: '', en: '' },
        hears_since: null,
        trouble: '',
        refused: '',
        heard_by: [],
      },
      device: 'browser',
      reachable: true,
      can_be_ready: true,
      cannot_because: '',
    },
    choices: { reasons: [], needs: [], outcomes: [] },
    queues: [],
    offer: null,
    call: null,
    customer: null,
    wrap_up: null,
    notes: null,
    history: [],
    day: {
      answered: 0,
      handle_median: null,
      handle_mean: null,
      service_level: null,
      answered_within: 0,
      marks,
    },
    audio: { state: 'absent', checked: false, because: '', quality: '', rtt_ms: null },
    emergencies: [],
    incidents: [],
    stored: true,
    live: true,
    ...change,
  };
}

export function snapshot(seq: number, change: Partial<DeskView> = {}): Snapshot {
  return { type: 'snapshot', seq, server_time: serverTime, desk: deskView(change) };
}

export function patch(seq: number, changes: Changes, gone: OfferGone | null = null): Patch {
  return { type: 'patch', seq, server_time: serverTime, changes, offer_gone: gone };
}

export function offerView(change: Partial<OfferView> = {}): OfferView {
  return {
    offer: 'c/1',
    call: 'c',
    queue: 'flights',
    queue_name: { zh: '机票预订', en: 'Flights' },
    number: '+86 141 **** 0317',
    dialled: '8001',
    path: [],
    brought: [],
    suggested_need: '',
    language: 'mandarin',
    entered_at: serverTime,
    offered_at: serverTime,
    until: '2025-11-22T06:00:10Z',
    ring_for: 10,
    rings_at: 'browser',
    strategy: 'longest_idle',
    candidates: 1,
    idle_for: 3,
    considered: [],
    came_back: '',
    callback: null,
    handed_by: { zh: '', en: '' },
    marks,
    ...change,
  };
}

export function callView(change: Partial<CallView> = {}): CallView {
  return {
    call: 'c',
    queue: 'flights',
    queue_name: { zh: '机票预订', en: 'Flights' },
    number: '+86 141 **** 0317',
    dialled: '8001',
    path: [],
    brought: [],
    suggested_need: '',
    language: 'mandarin',
    phase: 'talking',
    auto: false,
    legs: [],
    entered_at: serverTime,
    connected_at: serverTime,
    released_at: null,
    waited: 4,
    muted: false,
    held_since: null,
    held_for: 0,
    recording: 'on',
    ended: null,
    wrap_up_asked: null,
    callback: null,
    outgoing: false,
    handed_by: { zh: '', en: '' },
    handed_on: false,
    consult: null,
    asked: false,
    transfer_no: '',
    may: ['hang_up', 'hold', 'mute', 'keys', 'pause_recording'],
    marks,
    ...change,
  };
}
