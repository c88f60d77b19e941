"""Rows of a register out of a workbook or CSV: read in a limited child, understood by the register's columns, told as a report."""
