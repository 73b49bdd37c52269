//! The `wasm-bindgen` command: writes the JavaScript that lets a browser or the edge call compiled WebAssembly.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())?)
}
