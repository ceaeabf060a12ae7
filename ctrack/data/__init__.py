"""The lists ctrack ships: `ctrack init` fills the register with them."""
