/** The theme: the system's, unless the reader chose one. */

const kKey = "chunkatlas-theme";

export function restoreTheme(): void {
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}

export function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(kKey, theme);
  } catch {
    // Without storage the choice lasts as long as the page
  }
  dispatchEvent(new Event("ca-theme"));
}

export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined
    ? matchMedia("(prefers-color-scheme: dark)").matches
    : theme === "dark";
}

/** Calls `changed` at each change until `signal` ends it. */
export function watchTheme(changed: () => void, signal: AbortSignal): void {
  addEventListener("ca-theme", changed, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}

function stored(): string | null {
  try {
    return localStorage.getItem(kKey);
  } catch {
    return null;
  }
}
