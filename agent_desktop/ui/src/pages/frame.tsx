/** The frame of every page but sign-in and wallboard: rail, bar, banner, page. */
import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../i18n';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { LanguageItems, ThemeItems } from '../parts/choose';
import { Icon, type IconName } from '../parts/icon';
import { get } from '../wire/api';
import type { VoicemailCount } from '../wire/types';

interface FrameWishes {
  bar: ReactNode;
  banner?: ReactNode;
  isAgent: boolean;
  signOut: () => void;
  mayLeave: boolean;
  children: ReactNode;
}

export function Frame({ bar, banner, isAgent, signOut, mayLeave, children }: FrameWishes) {
  const { t } = useWords();
  const role = useStore(session, (value) => value?.role);
  const leads = role === 'supervisor' || role === 'admin';
  return (
    <div className="app">
      <nav className="rail" aria-label={t('app.navigation')}>
        <span className="mark" aria-hidden="true">
          {t('app.mark')}
        </span>
        {isAgent && <RailLink to="/desk" icon="headset" label={t('app.desk')} />}
        {leads && <RailLink to="/floor" icon="users" label={t('app.floor')} />}
        <RailLink to="/calls" icon="history" label={t('app.calls')} />
        {(isAgent || leads) && <VoicemailLink />}
        {leads && <RailLink to="/breaks" icon="cup" label={t('app.breaks')} />}
        {leads && <RailLink to="/callbacks" icon="phone" label={t('app.callbacks')} />}
        {leads && <RailLink to="/opening" icon="clock" label={t('app.opening')} />}
        {leads && <RailLink to="/incidents" icon="alert" label={t('app.incidents')} />}
        {role === 'admin' && <RailLink to="/admin" icon="shield" label={t('app.admin')} />}
        {leads && <RailLink to="/flows" icon="flow" label={t('app.flows')} />}
        {leads && <RailLink to="/prompts" icon="vol" label={t('app.prompts')} />}
        {leads && <RailLink to="/dry-run" icon="route" label={t('app.dryRun')} />}
        <RailLink to="/wallboard" icon="board" label={t('app.wallboard')} />
        <Menu position="right-end" shadow="md" offset={8} width={220}>
          <Menu.Target>
            <button type="button" className="rail-item last">
              <Icon name="gear" size={20} />
              <span>{t('app.settings')}</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <LanguageItems />
            <Menu.Divider />
            <ThemeItems />
            <Menu.Divider />
            <Menu.Item disabled={!mayLeave} onClick={signOut}>
              {t('app.signOut')}
              {!mayLeave && <span className="xs ink-3 block">{t('app.notDuringCall')}</span>}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </nav>
      {bar}
      {banner ?? <span className="no-banner" />}
      {children}
    </div>
  );
}

/** How many nobody works on yet stands at the link. */
function VoicemailLink() {
  const { t } = useWords();
  const told = useQuery({
    queryKey: ['voicemails', 'count'],
    queryFn: ({ signal }) => get<VoicemailCount>('/voicemails/count', signal),
    refetchInterval: 10_000,
  });
  const count = told.data?.open ?? 0;
  return <RailLink to="/voicemails" icon="voicemail" label={t('app.voicemails')} count={count} />;
}

interface LinkWishes {
  to: string;
  icon: IconName;
  label: string;
  /** What waits there; nothing is drawn for none. */
  count?: number;
}

function RailLink({ to, icon, label, count = 0 }: LinkWishes) {
  const [at] = useLocation();
  const here = at === to || at.startsWith(`${to}/`);
  return (
    <Link href={to} className="rail-item" aria-current={here ? 'page' : undefined}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
      {count > 0 && <span className="rail-count num">{count > 99 ? '99+' : count}</span>}
    </Link>
  );
}
