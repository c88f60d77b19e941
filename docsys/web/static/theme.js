// Before the first paint, so that a dark page never flashes white.
(() => {
  const chosen = localStorage.getItem("theme") || "auto";
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  document.documentElement.classList.add("js");
})();
