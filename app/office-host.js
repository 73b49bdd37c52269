/** Whether Office shows this page: it says so in the address, in the name of the window, or to the window itself. */
export function isInOffice() {
  return (
    location.search.includes("_host_Info=") ||
    window.name.includes("hostInfo") ||
    typeof window.external?.GetHostInfo === "function" ||
    isRemembered()
  );
}

function isRemembered() {
  try {
    return sessionStorage.getItem("hostInfoValue") !== null;
  } catch {
    // Storage is blocked; then Office remembers nothing there either.
    return false;
  }
}
