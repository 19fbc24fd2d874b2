(function (root, next) {
  function show(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  }
  function remembered(theme) {
    try {
      if (theme === undefined) return localStorage.getItem('theme');
      if (theme) localStorage.setItem('theme', theme);
      else localStorage.removeItem('theme');
    } catch (forbidden) {
      return null;
    }
  }
  root.dataset.scripted = '';
  var theme = remembered();
  if (theme in next) show(theme);
  document.addEventListener('click', function (event) {
    if (!event.target.closest || !event.target.closest('.theme-toggle')) return;
    var theme = next[root.dataset.theme || ''];
    show(theme);
    remembered(theme);
    window.dispatchEvent(new Event('themechange'));
  });
})(document.documentElement, { '': 'light', light: 'dark', dark: '' });
