/** The one button: sizes and kinds of the design; its keys are written on it. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from './icon';

interface ButtonWishes extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'primary' | 'quiet' | 'hang';
  size?: 'sm' | 'md' | 'lg' | 'xl';
  icon?: IconName;
  /** Keys that do the same, as they are written: `Ctrl ⇧ H`. */
  keys?: string;
  wide?: boolean;
  on?: boolean;
  children?: ReactNode;
}

export function Button({
  kind = 'plain',
  size = 'md',
  icon,
  keys,
  wide = false,
  on = false,
  className = '',
  children,
  ...rest
}: ButtonWishes) {
  const shape = children === undefined ? 'icon-only' : '';
  const classes = ['btn', kind, size, shape, wide ? 'wide' : '', on ? 'on' : '', className];
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {keys !== undefined && <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}
