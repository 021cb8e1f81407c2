// Before the first paint: the language and the theme of the last visit, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const wished = kept('callcenter.theme') ?? 'auto';
  const dark =
    wished === 'dark' || (wished === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  root.lang = kept('callcenter.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
})();
