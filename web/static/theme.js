// Runs before the first paint, so that neither the theme nor the language of the page flickers.
// The keys are those of mode-watcher and of the compiled messages.
(function () {
  var root = document.documentElement;
  var mode = "system";
  var locale = null;
  try {
    mode = localStorage.getItem("mode-watcher-mode") || "system";
    locale = localStorage.getItem("PARAGLIDE_LOCALE");
  } catch (error) {
    // Storage is blocked: the defaults hold.
  }
  var dark = mode === "dark" || (mode === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.classList.toggle("dark", dark);
  root.style.colorScheme = dark ? "dark" : "light";
  if (!locale) locale = /^en\b/i.test(navigator.language) ? "en" : "id";
  root.lang = locale;
})();
