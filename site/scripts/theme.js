// Before anything is painted: the scheme that the visitor chose, and that scripts run.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.style.colorScheme = theme;
} catch {
  // Without storage it is what the system says.
}
document.documentElement.classList.remove("no-script");
