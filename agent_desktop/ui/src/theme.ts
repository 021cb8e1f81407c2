/** Mantine told to read our tokens: no colour, size or radius is written down here. */
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  PasswordInput,
  Select,
  TextInput,
} from '@mantine/core';

/** Mantine wants ten shades; all of them are the one accent. */
const petrol = Array.from({ length: 10 }, () => 'var(--accent)') as unknown as MantineColorsTuple;

export const theme = createTheme({
  primaryColor: 'petrol',
  colors: { petrol },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
    Select: Select.extend({ defaultProps: { checkIconPosition: 'right' } }),
    Modal: Modal.extend({ defaultProps: { radius: 8, shadow: 'none' } }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--over)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-font-size-xs': 'var(--t-xs)',
  '--mantine-font-size-sm': 'var(--t-sm)',
  '--mantine-font-size-md': 'var(--t-md)',
  '--mantine-line-height': 'var(--lh-md)',
  '--mantine-shadow-md': 'var(--shadow-2)',
  '--mantine-shadow-xl': 'var(--shadow-2)',
};

export const resolver: CSSVariablesResolver = () => ({
  variables: shared,
  light: shared,
  dark: shared,
});
