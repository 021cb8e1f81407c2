/**
 * The icons: drawn on 24, stroke 1.8, in the colour of the text beside them.
 *
 * Always decoration: the word stands beside it, so screen readers skip them.
 */
import type { ReactNode } from 'react';

const shapes = {
  phone: (
    <path d="M5 4h3.5l1.6 4.2-2.1 1.5a12 12 0 0 0 6.3 6.3l1.5-2.1L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z" />
  ),
  voicemail: (
    <>
      <circle cx="6.5" cy="12" r="4" />
      <circle cx="17.5" cy="12" r="4" />
      <path d="M6.5 16h11" />
    </>
  ),
  'phone-in': (
    <path d="M5 4h3.5l1.6 4.2-2.1 1.5a12 12 0 0 0 6.3 6.3l1.5-2.1L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4zM20.5 3.5l-6 6M14.5 4.5v5h5" />
  ),
  'phone-off': (
    <path
      d="M2.5 14c5.5-6.5 13.5-6.5 19 0l-2 3.5-4.5-1.7v-3a10 10 0 0 0-6 0v3l-4.5 1.7z"
      fill="currentColor"
    />
  ),
  mic: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  'mic-off': (
    <path d="M9 9v2a3 3 0 0 0 4.6 2.5M15 11V6a3 3 0 0 0-5.8-1M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18.5 11.5a6.5 6.5 0 0 1-.6 2.7M12 18v3M4 4l16 16" />
  ),
  pause: <path d="M8.5 5v14M15.5 5v14" strokeWidth="2.6" />,
  play: <path d="M8 5l11 7-11 7z" fill="currentColor" />,
  keypad: (
    <g fill="currentColor" stroke="none">
      <circle cx="6" cy="5" r="1.7" />
      <circle cx="12" cy="5" r="1.7" />
      <circle cx="18" cy="5" r="1.7" />
      <circle cx="6" cy="11" r="1.7" />
      <circle cx="12" cy="11" r="1.7" />
      <circle cx="18" cy="11" r="1.7" />
      <circle cx="6" cy="17" r="1.7" />
      <circle cx="12" cy="17" r="1.7" />
      <circle cx="18" cy="17" r="1.7" />
      <circle cx="12" cy="22" r="1.7" />
    </g>
  ),
  users: (
    <>
      <circle cx="9" cy="8" r="3.5" />
      <path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.800a3.5 3.5 0 0 1 0 6.4M17.5 14.3c2.3.7 3.7 2.6 4 5.7" />
    </>
  ),
  user: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20.5c.6-4.3 3.5-6.5 7.5-6.5s6.9 2.2 7.5 6.5" />
    </>
  ),
  rec: (
    <>
      <circle cx="12" cy="12" r="9" />
      <circle cx="12" cy="12" r="4" fill="currentColor" />
    </>
  ),
  'rec-pause': (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.7 8.5v7M14.3 8.5v7" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="M15.5 15.5L21 21" />
    </>
  ),
  bell: <path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0" />,
  'bell-off': (
    <path d="M6 16V11c0-1 .2-1.9.6-2.7M9 5.800A6 6 0 0 1 18 11v4M16 18H4.5L6 16M10 20.5a2 2 0 0 0 4 0M4 4l16 16" />
  ),
  check: <path d="M4.5 12.5l5 5 10-11" strokeWidth="2.2" />,
  'check-c': (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8 12.3l2.8 2.800L16 9.5" />
    </>
  ),
  ok: <circle cx="12" cy="12" r="6.5" fill="currentColor" stroke="none" />,
  transfer: (
    <path d="M4 8.500h14M14.500 5l3.500 3.500L14.500 12M20 15.500H6M9.500 12L6 15.500 9.500 19" />
  ),
  swap: <path d="M8 4v15M4.500 15.500L8 19l3.500-3.500M16 20V5M12.500 8.500L16 5l3.500 3.500" />,
  x: <path d="M5.5 5.5l13 13M18.5 5.5l-13 13" />,
  alert: <path d="M12 3.5L22 20.5H2zM12 10v5M12 17.6v.3" />,
  stop: <path d="M8 2.800h8L21.2 8v8L16 21.2H8L2.8 16V8zM12 7.5v5.5M12 16.2v.3" />,
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.7v.3" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 6.800V12l3.5 2.2" />
    </>
  ),
  minus: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8 12h8" />
    </>
  ),
  cup: (
    <path d="M4 9h13v5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10h1.5a2.5 2.5 0 0 1 0 5H17M8 3v3M12.5 3v3" />
  ),
  pen: (
    <path d="M4 20l1-4.5L16.5 4a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5L8.5 19zM14.5 6l3.5 3.5" />
  ),
  unplug: (
    <path d="M3 3l18 18M8.5 8.5L6 11a4.5 4.5 0 0 0 0 6.4M11 18.6a4.5 4.5 0 0 0 2-.6l2.5-2.5M9 4l2 2M15 5l4 4M12.5 7.5l2-2M16.5 11.5l2-2" />
  ),
  signal: <path d="M4 18v2M9 14v6M14 9.5V20M19 4.5V20" strokeWidth="2.6" />,
  headset: (
    <path d="M4 15v-3a8 8 0 0 1 16 0v3M4 14.5h3v5H5.5A1.5 1.5 0 0 1 4 18zM20 14.5h-3v5h1.5A1.5 1.5 0 0 0 20 18zM18 19.5c-.5 1.5-2 2-4 2" />
  ),
  star: (
    <path
      d="M12 3.5l2.6 5.6 6 .7-4.5 4.1 1.2 6L12 16.900l-5.3 3 1.2-6-4.5-4.1 6-.7z"
      fill="currentColor"
    />
  ),
  plane: (
    <path d="M21 4.5c-1.2-1.2-3-.8-4 .2L14 7.7 5 5.5 3.5 7l7 4-3.5 3.5-2.5-.5L3 15.5l3.8 1.7L8.5 21l1.5-1.5-.5-2.5L13 13.5l4 7 1.5-1.5-2.2-9 3-3c1-1 1.4-2.8.7-3.5z" />
  ),
  bed: <path d="M3 5v14M3 16h18M21 19v-5a3 3 0 0 0-3-3h-7v5M7 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />,
  case: <path d="M3.5 7.5h17v12h-17zM8.5 7.5V5h7v2.5M3.5 12.5h17" />,
  chat: <path d="M4 5h16v11h-8l-5 4v-4H4z" />,
  mail: <path d="M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7" />,
  book: (
    <path d="M12 6.5C10 5 7 4.5 3.5 4.5v14C7 18.5 10 19 12 20.5c2-1.5 5-2 8.5-2v-14c-3.5 0-6.5.5-8.5 2zM12 6.5v14" />
  ),
  list: <path d="M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5" strokeWidth="2.2" />,
  chart: <path d="M4 4v16h16M8 16v-4M12.5 16V7.5M17 16v-6" strokeWidth="2" />,
  board: (
    <>
      <rect x="3" y="4" width="18" height="12.5" rx="1" />
      <path d="M9 20.5h6M12 16.5v4M7 12.5v-3M11 12.5v-5M15 12.5V10" />
    </>
  ),
  flow: (
    <>
      <rect x="9" y="3" width="6" height="5" rx="1" />
      <rect x="3" y="16" width="6" height="5" rx="1" />
      <rect x="15" y="16" width="6" height="5" rx="1" />
      <path d="M12 8v4M6 16v-4h12v4" />
    </>
  ),
  gear: (
    <>
      <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="17" r="2" />
    </>
  ),
  down: <path d="M6 9.5l6 6 6-6" />,
  right: <path d="M9.5 6l6 6-6 6" />,
  left: <path d="M14.5 6l-6 6 6 6" />,
  plus: <path d="M12 4.5v15M4.5 12h15" />,
  'eye-off': (
    <path d="M4 4l16 16M10 6.2A9.5 9.5 0 0 1 21.5 12a13 13 0 0 1-2.5 3.3M6.5 7.800A13 13 0 0 0 2.5 12c2 3.8 5.3 6 9.5 6 1.3 0 2.5-.2 3.6-.6M10 10a3 3 0 0 0 4 4" />
  ),
  lock: (
    <>
      <rect x="5" y="11" width="14" height="9.5" rx="1.5" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </>
  ),
  filter: <path d="M4 6h16M7 12h10M10.5 18h3" strokeWidth="2" />,
  dl: <path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15" />,
  history: <path d="M4 5v5h5M4.5 10A8 8 0 1 1 4 13.5M12 8v4.5l3 2" />,
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />,
  vol: <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />,
  globe: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z" />
    </>
  ),
  back10: <path d="M4 5v5h5M4.5 10A8 8 0 1 1 4 13.5" />,
  fwd10: <path d="M20 5v5h-5M19.5 10a8 8 0 1 0 .5 3.5" />,
  tag: (
    <>
      <path d="M4 4h8l8.5 8.5-8 8L4 12zM8 8h.3" />
      <path d="M8 8h.2" strokeWidth="2.6" />
    </>
  ),
  link: (
    <path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3A4 4 0 0 0 10.7 18.3L12 17" />
  ),
  route: (
    <>
      <circle cx="6" cy="18" r="2.5" />
      <circle cx="18" cy="6" r="2.5" />
      <path d="M8.5 18H15a3.5 3.5 0 0 0 0-7H9a3 3 0 0 1 0-6h6" />
    </>
  ),
  shield: <path d="M12 3l8 3v5.5c0 5-3.5 8-8 9.5-4.5-1.5-8-4.5-8-9.5V6zM8.5 12l2.5 2.5 4.5-5" />,
  pin: (
    <>
      <path d="M12 21s-7-6-7-11.5a7 7 0 0 1 14 0C19 15 12 21 12 21z" />
      <circle cx="12" cy="9.5" r="2.5" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
