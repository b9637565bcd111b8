# Every target does all of its own set-up; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
RUN := $(PYTHON) -m scripts

.PHONY: help setup demo test lint bench shell serve lock stop clean

test:
	@$(RUN) test $(if $(T),"$(T)","") $(if $(ARGS),"$(ARGS)","")

setup demo lint bench shell serve lock stop clean:
	@$(RUN) $@
