"""What chapter 15 demands of a change: states, the plan, the guards. Pure."""
