from eval.bench.page import main

main()
